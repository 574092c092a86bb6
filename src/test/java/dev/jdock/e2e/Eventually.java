package dev.jdock.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something outside of this process, by asking again until it holds. */
final class Eventually {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Eventually() {}

  static void that(Supplier<String> failure, BooleanSupplier condition) {
    that(LIMIT, failure, condition);
  }

  static void that(Duration limit, Supplier<String> failure, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(limit);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("not within " + limit + ": " + failure.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted: " + failure.get());
      }
    }
  }
}
