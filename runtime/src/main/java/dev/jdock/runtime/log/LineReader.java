package dev.jdock.runtime.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a stream line by line, of which each lies in the reader's own buffer until the next one.
 */
final class LineReader {
  private static final int BLOCK = 64 << 10;

  private final InputStream in;
  private byte[] bytes = new byte[BLOCK];
  private int from;
  private int to;
  private int end;

  LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * Goes on to the next line.
   *
   * @return false at the end; what has no newline yet is no line
   */
  boolean next() throws IOException {
    from = to;
    for (int seen = from; ; ) {
      for (; seen < end; seen++) {
        if (bytes[seen] == '\n') {
          to = seen + 1;
          return true;
        }
      }
      seen -= from;
      if (!more()) {
        to = from;
        return false;
      }
    }
  }

  /** Reads on behind what there is of a line, which is at the buffer's begin then. */
  private boolean more() throws IOException {
    int kept = end - from;
    if (kept == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * kept);
    } else {
      System.arraycopy(bytes, from, bytes, 0, kept);
    }
    from = 0;
    end = kept;
    int read = in.read(bytes, end, bytes.length - end);
    end += Math.max(read, 0);
    return read > 0;
  }

  /** The buffer, in which the line is {@link #length} bytes from {@link #offset} on. */
  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return from;
  }

  /** Of the line, with its newline. */
  int length() {
    return to - from;
  }

  /** The line as an array of its own. */
  byte[] line() {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
