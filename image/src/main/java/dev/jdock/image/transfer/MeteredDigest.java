package dev.jdock.image.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/** Digests what is read, and reports the number of bytes read so far. */
final class MeteredDigest extends FilterInputStream {
  private final MessageDigest digest;
  private final LongConsumer meter;
  private long count;

  MeteredDigest(InputStream in, MessageDigest digest, LongConsumer meter) {
    super(in);
    this.digest = digest;
    this.meter = meter;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    if (read > 0) {
      digest.update(bytes, offset, read);
      count += read;
      meter.accept(count);
    }
    return read;
  }
}
