package dev.jdock.image.layer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of which nothing is read unseen, what is skipped included. */
public abstract class ObservedInput extends FilterInputStream {
  private static final int SKIPPED = 8192;

  private byte[] skipped = new byte[0];

  protected ObservedInput(InputStream in) {
    super(in);
  }

  /**
   * Takes notice of bytes that have been read; the reader does not get them if this throws.
   *
   * @param count more than 0
   */
  protected abstract void seen(byte[] bytes, int offset, int count) throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count > 0) {
      seen(bytes, offset, count);
    }
    return count;
  }

  @Override
  public final long skip(long count) throws IOException {
    if (count <= 0) {
      return 0;
    }
    if (skipped.length == 0) {
      skipped = new byte[SKIPPED];
    }
    return Math.max(0, read(skipped, 0, (int) Math.min(count, SKIPPED)));
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
