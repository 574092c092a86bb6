package dev.jdock.image.text;

import dev.jdock.image.error.JdockException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * The times that {@code --since}, {@code --until} and filters of these names take: a duration
 * before now, a date, a date with a time, or a Unix time. The rules are those of GetTimestamp in
 * Docker's {@code api/types/time}.
 */
public final class Timestamp {
  private static final String DATE = "2006-01-02";
  private static final String ZONE = "Z07:00";
  private static final String SECONDS = "2006-01-02T15:04:05";

  private Timestamp() {}

  /**
   * @param now what durations count back from, to the whole second below, and whose zone holds for
   *     a text without one
   * @throws JdockException INVALID in Docker's words: {@code failed to parse value as time or
   *     duration: "x"}, or Go's for what has a hyphen
   */
  public static Instant parse(String text, ZonedDateTime now) {
    if (!text.equals("0")) {
      try {
        return now.toInstant().minus(GoDuration.parse(text)).truncatedTo(ChronoUnit.SECONDS);
      } catch (JdockException noDuration) {
        // One of the other forms, or none.
      }
    }
    try {
      // Docker takes the present offset of the local zone, not the one that held at that date.
      return GoTime.parse(layout(text), text, now.getOffset());
    } catch (JdockException noTime) {
      if (text.contains("-")) {
        throw noTime;
      }
      return unix(text);
    }
  }

  private static String layout(String text) {
    boolean zulu = text.contains("z") || text.contains("Z");
    boolean zoned = zulu || text.contains("+") || count(text, '-') == 3;
    String zone = zoned ? ZONE : "";
    if (text.contains(".")) {
      return SECONDS + ".999999999" + zone;
    }
    if (!text.contains("T")) {
      return DATE + zone;
    }
    long colons = count(text, ':');
    if (zoned && !zulu && colons > 0) {
      // The one of the zone.
      colons--;
    }
    String time = colons == 0 ? "2006-01-02T15" : colons == 1 ? "2006-01-02T15:04" : SECONDS;
    return time + zone;
  }

  private static long count(String text, char character) {
    return text.chars().filter(c -> c == character).count();
  }

  /** Seconds, and a fraction of them. */
  private static Instant unix(String text) {
    try {
      int point = text.indexOf('.');
      if (point < 0) {
        return Instant.ofEpochSecond(GoInteger.atoi(text));
      }
      String fraction = text.substring(point + 1);
      double nanos = GoInteger.atoi(fraction) * Math.pow(10, 9 - fraction.length());
      return Instant.ofEpochSecond(GoInteger.atoi(text.substring(0, point)), (long) nanos);
    } catch (JdockException | DateTimeException | ArithmeticException e) {
      throw new JdockException(
          JdockException.Kind.INVALID,
          "failed to parse value as time or duration: " + GoQuote.quote(text),
          e);
    }
  }
}
