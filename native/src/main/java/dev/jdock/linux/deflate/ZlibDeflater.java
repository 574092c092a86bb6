package dev.jdock.linux.deflate;

import java.util.zip.Deflater;

/** The JDK's. */
final class ZlibDeflater implements RawDeflater {
  // Of a Debian base, half the time of zlib's default 6 for 3 % more bytes; 1 makes 10 % more.
  private static final int LEVEL = 4;

  private final Deflater deflater = new Deflater(LEVEL, true);

  @Override
  public int deflate(byte[] block, int length, byte[] dictionary, byte[] out) {
    deflater.reset();
    if (dictionary.length > 0) {
      deflater.setDictionary(dictionary);
    }
    deflater.setInput(block, 0, length);
    int count = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    return count < out.length ? count : out.length + 1;
  }

  @Override
  public void close() {
    deflater.close();
  }
}
