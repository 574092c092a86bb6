package dev.jdock.runtime.machine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A stream's text as it comes, to be waited for. */
final class Collected extends ByteArrayOutputStream {
  @Override
  public synchronized void write(int value) {
    super.write(value);
    notifyAll();
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    super.write(bytes, offset, length);
    notifyAll();
  }

  /** Blocks until the text is there; the test's time limit ends a waiting in vain. */
  synchronized void awaitText(String part) throws InterruptedException {
    while (!text().contains(part)) {
      wait();
    }
  }

  synchronized String text() {
    return toString(StandardCharsets.UTF_8);
  }
}
