package dev.jdock.image.layer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that calls a check at regular intervals of bytes, which may throw to end the reading.
 */
public final class Bounded extends FilterInputStream {
  /** Throws when it is enough. */
  public interface Limit {

    /**
     * @param count bytes read so far
     */
    void check(long count) throws IOException;
  }

  private final Limit limit;
  private final long step;
  private long count;
  private long next;

  /**
   * @param step bytes between two questions
   */
  public Bounded(InputStream in, long step, Limit limit) {
    super(in);
    this.limit = limit;
    this.step = step;
    this.next = step;
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
      count += read;
      if (count >= next) {
        limit.check(count);
        next = count + step;
      }
    }
    return read;
  }

  @Override
  public long skip(long wanted) throws IOException {
    byte[] skipped = new byte[(int) Math.min(8192, Math.max(0, wanted))];
    return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
