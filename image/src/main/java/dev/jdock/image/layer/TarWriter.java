package dev.jdock.image.layer;

import dev.jdock.linux.file.FileNames;
import dev.jdock.linux.file.FileType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a ustar archive with PAX headers where a value does not fit. The same entries always give
 * the same bytes: records are sorted, nothing is taken from the clock.
 */
public final class TarWriter {
  private static final long MAX_OCTAL_8 = 07777777L;
  private static final long MAX_OCTAL_12 = 077777777777L;
  private static final byte[] ZEROS = new byte[2 * TarReader.BLOCK];

  private final OutputStream out;
  private final TarRecipe.@Nullable Writer recipe;

  /** Writes an archive that no layer is made of. */
  public TarWriter(OutputStream out) {
    this(out, null);
  }

  TarWriter(OutputStream out, TarRecipe.@Nullable Writer recipe) {
    this.out = out;
    this.recipe = recipe;
  }

  /** Content, if any, follows by the caller's hand, then {@link #pad}. */
  public void header(TarEntry entry) throws IOException {
    SortedMap<String, byte[]> pax = new TreeMap<>();
    byte[] path = FileNames.encode(entry.path());
    byte[] link = FileNames.encode(entry.linkTarget());
    if (path.length > 100 || !isAscii(path)) {
      pax.put("path", path);
    }
    if (link.length > 100 || !isAscii(link)) {
      pax.put("linkpath", link);
    }
    long uid = entry.uid() & 0xffffffffL;
    long gid = entry.gid() & 0xffffffffL;
    putIfLarge(pax, "uid", uid, MAX_OCTAL_8);
    putIfLarge(pax, "gid", gid, MAX_OCTAL_8);
    putIfLarge(pax, "size", entry.size(), MAX_OCTAL_12);
    if (entry.mtimeNanos() != 0
        || entry.mtimeSeconds() < 0
        || entry.mtimeSeconds() > MAX_OCTAL_12) {
      pax.put("mtime", ascii(mtime(entry.mtimeSeconds(), entry.mtimeNanos())));
    }
    entry.attributes().forEach((name, value) -> pax.put(TarReader.ATTRIBUTE + name, value));
    if (!pax.isEmpty()) {
      paxHeader(pax);
    }
    byte[] block = block(path, typeOf(entry), entry.mode(), entry.size());
    putOctal(block, 108, 8, uid <= MAX_OCTAL_8 ? uid : 0);
    putOctal(block, 116, 8, gid <= MAX_OCTAL_8 ? gid : 0);
    putOctal(block, 136, 12, Math.clamp(entry.mtimeSeconds(), 0, MAX_OCTAL_12));
    System.arraycopy(link, 0, block, 157, Math.min(link.length, 100));
    putOctal(block, 329, 8, entry.deviceMajor());
    putOctal(block, 337, 8, entry.deviceMinor());
    raw(checksummed(block));
  }

  private void paxHeader(SortedMap<String, byte[]> pax) throws IOException {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> record : pax.entrySet()) {
      byte[] key = record.getKey().getBytes(StandardCharsets.UTF_8);
      int rest = key.length + record.getValue().length + 3;
      int length = rest + Integer.toString(rest).length();
      // The length counts its own digits.
      length = rest + Integer.toString(length).length();
      records.writeBytes(ascii(length + " "));
      records.writeBytes(key);
      records.write('=');
      records.writeBytes(record.getValue());
      records.write('\n');
    }
    raw(checksummed(block(ascii("PaxHeaders"), 'x', 0644, records.size())));
    raw(records.toByteArray());
    pad(records.size());
  }

  /** Fills up the last block after {@code size} bytes of content. */
  public void pad(long size) throws IOException {
    int count = (int) ((TarReader.BLOCK - size % TarReader.BLOCK) % TarReader.BLOCK);
    raw(Arrays.copyOf(ZEROS, count));
  }

  /** The two blocks of zeros that end an archive. */
  public void finish() throws IOException {
    raw(ZEROS);
  }

  private void raw(byte[] bytes) throws IOException {
    out.write(bytes);
    if (recipe != null) {
      recipe.raw(bytes, 0, bytes.length);
    }
  }

  private static char typeOf(TarEntry entry) {
    if (entry.hardLink()) {
      return '1';
    }
    return switch (entry.type()) {
      case REGULAR -> '0';
      case SYMLINK -> '2';
      case CHARACTER_DEVICE -> '3';
      case BLOCK_DEVICE -> '4';
      case DIRECTORY -> '5';
      case FIFO -> '6';
      case SOCKET -> throw new IllegalArgumentException("tar has no " + FileType.SOCKET);
    };
  }

  private static byte[] block(byte[] path, char type, int mode, long size) {
    byte[] block = new byte[TarReader.BLOCK];
    System.arraycopy(path, 0, block, 0, Math.min(path.length, 100));
    putOctal(block, 100, 8, mode);
    putOctal(block, 108, 8, 0);
    putOctal(block, 116, 8, 0);
    putOctal(block, 124, 12, size <= MAX_OCTAL_12 ? size : 0);
    putOctal(block, 136, 12, 0);
    block[156] = (byte) type;
    System.arraycopy(ascii("ustar\00000"), 0, block, 257, 8);
    putOctal(block, 329, 8, 0);
    putOctal(block, 337, 8, 0);
    return block;
  }

  private static byte[] checksummed(byte[] block) {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    putOctal(block, 148, 7, sum);
    return block;
  }

  private static void putOctal(byte[] block, int offset, int length, long value) {
    String digits = Long.toOctalString(value);
    int start = offset + length - 1 - digits.length();
    Arrays.fill(block, offset, start, (byte) '0');
    System.arraycopy(ascii(digits), 0, block, start, digits.length());
    block[offset + length - 1] = 0;
  }

  private static void putIfLarge(
      SortedMap<String, byte[]> pax, String key, long value, long largest) {
    if (value > largest) {
      pax.put(key, ascii(Long.toString(value)));
    }
  }

  /** Decimal seconds without needless zeros; a negative time counts its fraction downwards. */
  private static String mtime(long seconds, int nanos) {
    return new BigDecimal(seconds)
        .add(BigDecimal.valueOf(nanos, 9))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
