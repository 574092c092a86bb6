package dev.jdock.image.layer;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.file.FileNames;
import dev.jdock.linux.file.FileType;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.LongSupplier;
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
  private final HeaderBlock block = new HeaderBlock();
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
    while (block.read(in)) {
      char type = block.type();
      switch (type) {
        case 'x' -> PaxRecords.read(extended.count(header()), extended.pax, extended.sparse);
        case 'g' -> {
          byte[] records = header();
          globalBytes += records.length;
          if (globalBytes > MAX_HEADER) {
            throw tooLong(globalBytes);
          }
          PaxRecords.read(records, global, new StringJoiner(","));
        }
        case 'L' -> extended.longName = HeaderBlock.upToZero(extended.count(header()));
        case 'K' -> extended.longLink = HeaderBlock.upToZero(extended.count(header()));
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
        name(sparseName == null ? pax.get("path") : sparseName, extended.longName, block.name());
    String link = name(pax.get("linkpath"), extended.longLink, block.linkName());
    FileType fileType = block.fileType(path);
    long size = pax.containsKey("size") ? PaxRecords.decimal(pax, "size") : block.size();
    boolean hasContent = fileType == FileType.REGULAR && type != '1';
    if (size < 0 || size > MAX_SIZE) {
      throw invalid(size < 0 ? "negative size" : "invalid tar header: size " + size);
    }
    // POSIX lets a hard link carry content; nobody writes that, and tar(1) treats it as 0.
    contentLeft = hasContent ? size : 0;
    padding = (BLOCK - contentLeft % BLOCK) % BLOCK;
    int mode = block.mode();
    int uid = id(pax, "uid", block::uid);
    int gid = id(pax, "gid", block::gid);
    boolean device = type == '3' || type == '4';
    int major = device ? block.major() : 0;
    int minor = device ? block.minor() : 0;
    long seconds = block.mtime();
    int nanos = 0;
    byte[] mtime = pax.get("mtime");
    if (mtime != null) {
      String[] parts = PaxRecords.text(mtime).split("\\.", 2);
      seconds = PaxRecords.parse(parts[0], "mtime");
      if (parts.length > 1) {
        nanos = (int) PaxRecords.parse((parts[1] + "000000000").substring(0, 9), "mtime");
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

  private static int id(Map<String, byte[]> pax, String key, LongSupplier own) {
    long id = pax.containsKey(key) ? PaxRecords.decimal(pax, key) : own.getAsLong();
    if (id < 0 || id > MAX_ID) {
      throw invalid("invalid tar header: " + key + " " + id);
    }
    return (int) id;
  }

  private @Nullable SparseMap sparse(char type, Extended extended) throws IOException {
    SparseMap map;
    if (type == 'S') {
      map = SparseHeader.old(block.bytes(), in, HeaderBlock::number);
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
    } catch (EOFException e) {
      throw new JdockException(JdockException.Kind.INVALID, "archive/tar: unexpected EOF", e);
    }
    contentLeft = 0;
    padding = 0;
  }

  private byte[] header() throws IOException {
    long size = block.size();
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

  private static String name(byte @Nullable [] pax, byte @Nullable [] gnu, byte[] ustar) {
    byte[] bytes = pax != null ? pax : gnu != null ? gnu : ustar;
    for (byte b : bytes) {
      if (b == 0) {
        throw invalid("invalid tar header");
      }
    }
    return FileNames.decode(bytes, 0, bytes.length);
  }

  /** Whether an archive may begin so: with a header, or with its end when it has no member. */
  public static boolean isArchive(byte[] start) {
    return start.length >= BLOCK && (HeaderBlock.isEnd(start) || HeaderBlock.hasChecksum(start));
  }

  static JdockException invalid(String what) {
    return JdockException.invalid("archive/tar: " + what);
  }

  private static JdockException tooLong(long size) {
    return invalid("tar header of " + size + " bytes is too long");
  }
}
