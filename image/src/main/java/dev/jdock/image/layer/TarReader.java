package dev.jdock.image.layer;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.file.FileNames;
import dev.jdock.linux.file.FileType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive as a stream: ustar, PAX (POSIX.1-2017, pax) and GNU long names and numbers.
 *
 * <p>Commons Compress has one, but it takes the values of PAX records for UTF-8 text, and those of
 * {@code SCHILY.xattr.security.capability} are not.
 */
public final class TarReader {
  public static final int BLOCK = 512;
  static final String ATTRIBUTE = "SCHILY.xattr.";
  // Names, link targets and attributes: a longer header is an attack on memory.
  private static final long MAX_HEADER = 1 << 20;
  // POSIX has 8 GiB, base 256 more than any disk.
  private static final long MAX_SIZE = 1L << 60;
  private static final long MAX_ID = 0xffffffffL;

  private final InputStream in;
  private final byte[] block = new byte[BLOCK];
  private final Map<String, byte[]> global = new HashMap<>();
  private long contentLeft;
  private long padding;
  private long globalBytes;

  public TarReader(InputStream in) {
    this.in = in;
  }

  /** The next member, or null at the end of the archive; skips what is left of the last one. */
  public @Nullable TarEntry next() throws IOException {
    finishMember();
    Extended extended = new Extended();
    while (readBlock()) {
      char type = (char) (block[156] & 0xff);
      switch (type) {
        case 'x' -> readPax(extended.count(header()), extended.pax, extended.sparse);
        case 'g' -> {
          byte[] records = header();
          globalBytes += records.length;
          if (globalBytes > MAX_HEADER) {
            throw tooLong(globalBytes);
          }
          readPax(records, global, new StringJoiner(","));
        }
        case 'L' -> extended.longName = upToZero(extended.count(header()));
        case 'K' -> extended.longLink = upToZero(extended.count(header()));
        default -> {
          global.forEach(extended.pax::putIfAbsent);
          return entry(type, extended);
        }
      }
    }
    return null;
  }

  /** The attributes of a member from the extended headers that precede its own. */
  private static final class Extended {
    final Map<String, byte[]> pax = new HashMap<>();
    // Offsets and lengths in turn; their keys repeat.
    final StringJoiner sparse = new StringJoiner(",");
    byte @Nullable [] longName;
    byte @Nullable [] longLink;
    private long bytes;

    byte[] count(byte[] header) {
      bytes += header.length;
      if (bytes > MAX_HEADER) {
        throw tooLong(bytes);
      }
      return header;
    }
  }

  private TarEntry entry(char type, Extended extended) throws IOException {
    Map<String, byte[]> pax = extended.pax;
    byte[] sparseName = pax.get("GNU.sparse.name");
    String path =
        name(sparseName == null ? pax.get("path") : sparseName, extended.longName, ustarName());
    String link = name(pax.get("linkpath"), extended.longLink, field(157, 100));
    FileType fileType = fileType(type, path);
    long size = pax.containsKey("size") ? decimal(pax, "size") : number(124, 12);
    boolean hasContent = fileType == FileType.REGULAR && type != '1';
    if (size < 0 || size > MAX_SIZE) {
      throw invalid(size < 0 ? "negative size" : "invalid tar header: size " + size);
    }
    // POSIX lets a hard link carry content; nobody writes that, and tar(1) treats it as 0.
    contentLeft = hasContent ? size : 0;
    padding = (BLOCK - contentLeft % BLOCK) % BLOCK;
    int mode = (int) number(100, 8) & 07777;
    int uid = id(pax, "uid", 108);
    int gid = id(pax, "gid", 116);
    boolean device = type == '3' || type == '4';
    int major = device ? (int) number(329, 8) : 0;
    int minor = device ? (int) number(337, 8) : 0;
    long seconds = number(136, 12);
    int nanos = 0;
    byte[] mtime = pax.get("mtime");
    if (mtime != null) {
      String[] parts = text(mtime).split("\\.", 2);
      seconds = parse(parts[0], "mtime");
      if (parts.length > 1) {
        nanos = (int) parse((parts[1] + "000000000").substring(0, 9), "mtime");
        if (nanos > 0 && parts[0].startsWith("-")) {
          seconds--;
          nanos = 1_000_000_000 - nanos;
        }
      }
    }
    SortedMap<String, byte[]> attributes = new TreeMap<>();
    pax.forEach((key, value) -> {
      if (key.startsWith(ATTRIBUTE)) {
        attributes.put(key.substring(ATTRIBUTE.length()), value);
      }
    });
    SparseMap sparse = hasContent ? sparse(type, extended) : null;
    return new TarEntry(
        path,
        fileType,
        type == '1',
        mode,
        uid,
        gid,
        contentLeft,
        seconds,
        nanos,
        type == '1' || type == '2' ? link : "",
        major,
        minor,
        attributes,
        sparse);
  }

  private int id(Map<String, byte[]> pax, String key, int offset) {
    long id = pax.containsKey(key) ? decimal(pax, key) : number(offset, 8);
    if (id < 0 || id > MAX_ID) {
      throw invalid("invalid tar header: " + key + " " + id);
    }
    return (int) id;
  }

  private @Nullable SparseMap sparse(char type, Extended extended) throws IOException {
    SparseMap map;
    if (type == 'S') {
      map = SparseHeader.old(block, in, TarReader::number);
    } else if (extended.pax.keySet().stream().anyMatch(k -> k.startsWith(SparseHeader.PREFIX))
        || extended.sparse.length() > 0) {
      map = SparseHeader.pax(extended.pax, extended.sparse.toString());
      if (map == null) {
        map = SparseHeader.inContent(extended.pax, content());
      }
    } else {
      return null;
    }
    if (map.stored() != contentLeft) {
      throw invalid("invalid sparse file");
    }
    return map;
  }

  private static FileType fileType(char type, String path) {
    return switch (type) {
      // V7 archives have no type for directories, only the slash.
      case 'S' -> FileType.REGULAR;
      case '0', 0, '7', '1' ->
          type != '1' && path.endsWith("/") ? FileType.DIRECTORY : FileType.REGULAR;
      case '2' -> FileType.SYMLINK;
      case '3' -> FileType.CHARACTER_DEVICE;
      case '4' -> FileType.BLOCK_DEVICE;
      case '5' -> FileType.DIRECTORY;
      case '6' -> FileType.FIFO;
      default -> throw invalid("unhandled tar header type " + (int) type);
    };
  }

  /** The content of the member that {@link #next} gave; reads end with it. */
  public InputStream content() {
    return new Content(in);
  }

  private final class Content extends FilterInputStream {
    Content(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (contentLeft == 0) {
        return -1;
      }
      int count = in.read(buffer, offset, (int) Math.min(length, contentLeft));
      if (count < 0) {
        throw invalid("unexpected EOF");
      }
      contentLeft -= count;
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = in.skip(Math.min(count, contentLeft));
      contentLeft -= skipped;
      return skipped;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(in.available(), contentLeft);
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    @Override
    public void close() {}
  }

  private void finishMember() throws IOException {
    try {
      in.skipNBytes(contentLeft);
      // As Go's reader has it, an archive may end without the last padding.
      byte[] _ = in.readNBytes((int) padding);
    } catch (java.io.EOFException e) {
      throw new JdockException(JdockException.Kind.INVALID, "archive/tar: unexpected EOF", e);
    }
    contentLeft = 0;
    padding = 0;
  }

  /** False at the end: one block of zeros, or none left. */
  private boolean readBlock() throws IOException {
    int count = in.readNBytes(block, 0, BLOCK);
    if (count == 0) {
      return false;
    }
    if (count < BLOCK) {
      throw invalid("unexpected EOF");
    }
    if (isEnd(block)) {
      return false;
    }
    if (!hasChecksum(block)) {
      throw invalid("invalid tar header");
    }
    return true;
  }

  /** Whether an archive may begin so: with a header, or with its end when it has no member. */
  public static boolean isArchive(byte[] start) {
    return start.length >= BLOCK && (isEnd(start) || hasChecksum(start));
  }

  private static boolean isEnd(byte[] block) {
    for (int i = 0; i < BLOCK; i++) {
      if (block[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Early writers summed up signed bytes. */
  private static boolean hasChecksum(byte[] block) {
    long sum = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte value = i >= 148 && i < 156 ? (byte) ' ' : block[i];
      sum += value & 0xff;
      signed += value;
    }
    long expected = 0;
    for (int i = 148; i < 156; i++) {
      if (block[i] >= '0' && block[i] <= '7') {
        expected = expected * 8 + block[i] - '0';
      } else if (expected != 0) {
        break;
      }
    }
    return sum == expected || signed == expected;
  }

  private byte[] header() throws IOException {
    long size = number(124, 12);
    if (size < 0 || size > MAX_HEADER) {
      throw tooLong(size);
    }
    byte[] bytes = in.readNBytes((int) size);
    if (bytes.length < size) {
      throw invalid("unexpected EOF");
    }
    padding = (BLOCK - size % BLOCK) % BLOCK;
    finishMember();
    return bytes;
  }

  /** Records {@code "<length> <key>=<value>\n"}; an empty value takes a key away. */
  private static void readPax(byte[] bytes, Map<String, byte[]> into, StringJoiner sparse) {
    int at = 0;
    while (at < bytes.length) {
      int space = at;
      while (space < bytes.length && bytes[space] != ' ') {
        space++;
      }
      long length = parse(new String(bytes, at, space - at, StandardCharsets.US_ASCII), "length");
      long end = at + length;
      int equals = space;
      while (equals < bytes.length && bytes[equals] != '=') {
        equals++;
      }
      if (length <= 0 || end > bytes.length || equals >= end || bytes[(int) end - 1] != '\n') {
        throw invalid("invalid tar header");
      }
      String key = new String(bytes, space + 1, equals - space - 1, StandardCharsets.UTF_8);
      byte[] value = Arrays.copyOfRange(bytes, equals + 1, (int) end - 1);
      if (key.equals(SparseHeader.OFFSET) || key.equals(SparseHeader.LENGTH)) {
        sparse.add(new String(value, StandardCharsets.US_ASCII));
      } else if (value.length == 0 && !key.startsWith(ATTRIBUTE)) {
        into.remove(key);
      } else {
        into.put(key, value);
      }
      at = (int) end;
    }
  }

  private static String name(byte @Nullable [] pax, byte @Nullable [] gnu, byte[] ustar) {
    byte[] bytes = pax != null ? pax : gnu != null ? gnu : ustar;
    for (byte b : bytes) {
      if (b == 0) {
        throw invalid("invalid tar header");
      }
    }
    return FileNames.decode(bytes, 0, bytes.length);
  }

  private byte[] ustarName() {
    byte[] name = field(0, 100);
    boolean posix = block[257] == 'u' && block[261] == 'r' && block[262] == 0;
    byte[] prefix = posix ? field(345, 155) : new byte[0];
    if (prefix.length == 0) {
      return name;
    }
    byte[] joined = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    joined[prefix.length] = '/';
    System.arraycopy(name, 0, joined, prefix.length + 1, name.length);
    return joined;
  }

  private byte[] field(int offset, int length) {
    return upToZero(Arrays.copyOfRange(block, offset, offset + length));
  }

  private static byte[] upToZero(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOf(bytes, end);
  }

  /** Octal text, or GNU's and star's base 256 with the top bit set. */
  private long number(int offset, int length) {
    return number(block, offset, length);
  }

  private static long number(byte[] block, int offset, int length) {
    if ((block[offset] & 0x80) != 0) {
      long value = (block[offset] & 0x40) != 0 ? -1 : 0;
      value = (value << 6) | (block[offset] & 0x3f);
      for (int i = offset + 1; i < offset + length; i++) {
        if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
          throw invalid("invalid tar header");
        }
        value = (value << 8) | (block[i] & 0xff);
      }
      return value;
    }
    long value = 0;
    for (int i = offset; i < offset + length; i++) {
      int c = block[i];
      if (c >= '0' && c <= '7') {
        value = value * 8 + c - '0';
      } else if (c != ' ' && c != 0) {
        throw invalid("invalid tar header");
      } else if (value != 0) {
        break;
      }
    }
    return value;
  }

  private static long decimal(Map<String, byte[]> pax, String key) {
    return parse(text(java.util.Objects.requireNonNull(pax.get(key))), key);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static long parse(String number, String what) {
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException e) {
      throw new JdockException(
          JdockException.Kind.INVALID,
          "archive/tar: invalid tar header: " + what + " " + number,
          e);
    }
  }

  private static JdockException invalid(String what) {
    return JdockException.invalid("archive/tar: " + what);
  }

  private static JdockException tooLong(long size) {
    return invalid("tar header of " + size + " bytes is too long");
  }
}
