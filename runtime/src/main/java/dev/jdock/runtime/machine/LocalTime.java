package dev.jdock.runtime.machine;

import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** Times without a zone are those of the engine's machine. */
final class LocalTime {
  private LocalTime() {}

  static ZonedDateTime now(Clock clock) {
    return ZonedDateTime.now(clock.withZone(ZoneId.systemDefault()));
  }
}
