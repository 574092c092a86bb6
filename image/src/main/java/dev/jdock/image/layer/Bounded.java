package dev.jdock.image.layer;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that calls a check at regular intervals of bytes, which may throw to end the reading.
 */
public final class Bounded extends ObservedInput {
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
  protected void seen(byte[] bytes, int offset, int read) throws IOException {
    count += read;
    if (count >= next) {
      limit.check(count);
      next = count + step;
    }
  }
}
