package dev.jdock.api.http;

import java.io.IOException;
import java.io.InputStream;

/** A request's body, which says when it has been read to its end. */
final class RequestBody extends InputStream {
  private final InputStream content;
  private final BodyListener listener;
  private boolean begun;
  private boolean ended;

  /** Hears of a body's reading. */
  interface BodyListener {
    /** Before the first byte is read. */
    void begins() throws IOException;

    void ended();
  }

  RequestBody(InputStream content, BodyListener listener) {
    this.content = content;
    this.listener = listener;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (ended) {
      return -1;
    }
    if (!begun) {
      begun = true;
      listener.begins();
    }
    int count = content.read(bytes, offset, length);
    if (count < 0) {
      ended = true;
      listener.ended();
    }
    return count;
  }

  /** The connection is not the handler's to close. */
  @Override
  public void close() {}
}
