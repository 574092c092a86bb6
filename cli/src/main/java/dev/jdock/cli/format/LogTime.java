package dev.jdock.cli.format;

import dev.jdock.image.error.JdockException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The moments that {@code --since} and {@code --until} take: a date, a time, a Unix time, or how
 * long ago.
 */
public final class LogTime {
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})(?:T(\\d{2})(?::(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?)?)?(Z|z|[+-]\\d{2}:\\d{2})?");
  private static final Pattern UNIX = Pattern.compile("(-?\\d{1,18})(?:\\.(\\d{1,9}))?");

  private LogTime() {}

  /**
   * @param now what durations count back from, and whose zone stands where the text has none
   * @throws JdockException INVALID, {@code failed to parse value as time or duration: "x"}
   */
  public static Instant parse(String text, ZonedDateTime now) {
    Matcher unix = UNIX.matcher(text);
    if (unix.matches()) {
      return Instant.ofEpochSecond(Long.parseLong(unix.group(1)), nanos(unix.group(2)));
    }
    Matcher date = DATE.matcher(text);
    if (date.matches()) {
      return date(text, date, now);
    }
    if (text.matches("\\d+-.*")) {
      throw invalid(text);
    }
    try {
      return now.toInstant().minus(GoDuration.parse(text));
    } catch (JdockException notADuration) {
      throw invalid(text);
    }
  }

  private static Instant date(String text, Matcher date, ZonedDateTime now) {
    try {
      LocalTime time =
          LocalTime.of(
              part(date.group(2)),
              part(date.group(3)),
              part(date.group(4)),
              (int) nanos(date.group(5)));
      LocalDateTime local = LocalDate.parse(date.group(1)).atTime(time);
      String zone = date.group(6);
      // Docker takes the present offset of the local zone, not the one that held at that date.
      ZoneOffset offset =
          zone == null ? now.getOffset() : ZoneOffset.of(zone.equals("z") ? "Z" : zone);
      return local.toInstant(offset);
    } catch (DateTimeException e) {
      throw invalid(text);
    }
  }

  private static int part(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** The digits behind a point as nanoseconds. */
  private static long nanos(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong((digits + "000000000").substring(0, 9));
  }

  private static JdockException invalid(String text) {
    return JdockException.invalid("failed to parse value as time or duration: \"" + text + "\"");
  }
}
