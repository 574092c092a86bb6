package dev.jdock.runtime.container;

import java.time.Duration;

/**
 * How long to wait before the next start: 100 ms, then twice as long each time, up to a minute;
 * from the beginning after a run of ten seconds. Docker's numbers.
 */
public final class RestartPace {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration GOOD_RUN = Duration.ofSeconds(10);

  private Duration delay = Duration.ZERO;

  /** After a run that took so long. */
  public synchronized Duration next(Duration ranFor) {
    if (delay.isZero() || ranFor.compareTo(GOOD_RUN) >= 0) {
      delay = FIRST;
    } else {
      delay = delay.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : delay.multipliedBy(2);
    }
    return delay;
  }

  /** The user has started it. */
  synchronized void reset() {
    delay = Duration.ZERO;
  }
}
