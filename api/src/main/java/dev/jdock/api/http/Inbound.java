package dev.jdock.api.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/** What comes from a client: the buffer that heads and bodies are read from, and what is behind. */
final class Inbound extends InputStream {
  private static final int BUFFER = 4 << 10;

  private final SessionInputBufferImpl buffer = new SessionInputBufferImpl(BUFFER);
  private final InputStream source;

  Inbound(InputStream source) {
    this.source = source;
  }

  SessionInputBufferImpl buffer() {
    return buffer;
  }

  InputStream source() {
    return source;
  }

  /**
   * Waits for further bytes, which stay to be read.
   *
   * @return false at the end
   */
  boolean await() throws IOException {
    return buffer.hasBufferedData() || buffer.fillBuffer(source) > 0;
  }

  @Override
  public int read() throws IOException {
    return buffer.read(source);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (buffer.hasBufferedData()) {
      return buffer.read(bytes, offset, Math.min(length, buffer.length()), source);
    }
    return source.read(bytes, offset, length);
  }
}
