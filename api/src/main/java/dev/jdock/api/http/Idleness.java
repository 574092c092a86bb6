package dev.jdock.api.http;

import java.util.concurrent.atomic.AtomicReference;

/** Whether a connection waits for a request, which may end because of others. */
final class Idleness {
  private enum Phase {
    BUSY,
    IDLE,
    GIVEN_UP
  }

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BUSY);
  private volatile long since;

  /** Nothing of a request has come. */
  void begin() {
    since = System.nanoTime();
    phase.set(Phase.IDLE);
  }

  /** Returns whether a request that has come now is to be handled. */
  boolean end() {
    return phase.compareAndSet(Phase.IDLE, Phase.BUSY);
  }

  /** Returns whether it was idle; no request is handled then. */
  boolean giveUp() {
    return phase.compareAndSet(Phase.IDLE, Phase.GIVEN_UP);
  }

  boolean isIdle() {
    return phase.get() == Phase.IDLE;
  }

  /** By {@link System#nanoTime()}. */
  long since() {
    return since;
  }
}
