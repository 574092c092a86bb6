package dev.jdock.runtime.container.record;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the first 4096 bytes written to it, as Docker keeps of a probe's output. */
public final class BoundedText extends OutputStream {
  private static final int LIMIT = 4096;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean truncated;

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int fits = Math.min(length, LIMIT - kept.size());
    kept.write(bytes, offset, fits);
    truncated |= fits < length;
  }

  public synchronized boolean isEmpty() {
    return kept.size() == 0;
  }

  @Override
  public synchronized String toString() {
    return kept.toString(StandardCharsets.UTF_8) + (truncated ? "..." : "");
  }
}
