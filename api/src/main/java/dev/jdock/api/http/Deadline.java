package dev.jdock.api.http;

import java.io.IOException;
import java.time.Duration;

/** When a connection is to be closed for being too slow. */
final class Deadline {
  private static final long NONE = 0;

  private final Transport transport;
  private volatile long nanos = NONE;

  Deadline(Transport transport) {
    this.transport = transport;
  }

  void in(Duration time) {
    long at = System.nanoTime() + time.toNanos();
    nanos = at == NONE ? 1 : at;
  }

  void none() {
    nanos = NONE;
  }

  /** Closes the connection if its time is over. */
  void enforce() {
    long at = nanos;
    if (at != NONE && System.nanoTime() - at > 0) {
      try {
        transport.close();
      } catch (IOException e) {
        return;
      }
    }
  }
}
