package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.GoText;
import dev.jdock.cli.command.syntax.InvalidValue;
import dev.jdock.cli.command.syntax.Values;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The times of {@code --since} and {@code --until}. */
final class LogTime {
  private LogTime() {}

  /**
   * A duration before now, seconds since 1970, or a date with as much of a time and zone as is
   * given.
   *
   * @param zone where the text has none
   */
  static @Nullable Instant parse(String flag, String text, Instant now, ZoneId zone) {
    if (text.isEmpty()) {
      return null;
    }
    if (text.matches("[0-9]+(\\.[0-9]*)?")) {
      BigDecimal seconds = new BigDecimal(text.endsWith(".") ? text + "0" : text);
      return Instant.ofEpochSecond(
          seconds.longValue(), seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    }
    try {
      return now.minusNanos(Values.nanoseconds(text));
    } catch (InvalidValue notADuration) {
      return date(flag, text, zone);
    }
  }

  private static Instant date(String flag, String text, ZoneId zone) {
    try {
      int t = text.indexOf('T');
      if (t < 0) {
        return LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      String time = text.substring(t);
      if (time.contains("Z") || time.contains("+") || time.contains("-")) {
        return OffsetDateTime.parse(text).toInstant();
      }
      return LocalDateTime.parse(time.length() == 3 ? text + ":00" : text).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw CommandFailure.of(
          "invalid value for \""
              + flag
              + "\": failed to parse value as time or duration: "
              + GoText.quote(text));
    }
  }
}
