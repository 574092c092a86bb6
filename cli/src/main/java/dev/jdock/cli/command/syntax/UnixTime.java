package dev.jdock.cli.command.syntax;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.Timestamp;
import java.time.Instant;
import java.time.ZonedDateTime;

/** Times as Docker's client sends them: seconds since 1970. */
public final class UnixTime {
  private UnixTime() {}

  /**
   * @param now what durations count back from, and whose zone holds for a text without one
   * @return the text itself where it is no time, for the engine to refuse
   */
  public static String of(String text, ZonedDateTime now) {
    Instant time;
    try {
      time = Timestamp.parse(text, now);
    } catch (JdockException e) {
      return text;
    }
    return time.getEpochSecond() < 0
        ? text
        : "%d.%09d".formatted(time.getEpochSecond(), time.getNano());
  }
}
