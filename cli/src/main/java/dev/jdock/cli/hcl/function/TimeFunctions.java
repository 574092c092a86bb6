package dev.jdock.cli.hcl.function;

import dev.jdock.cli.hcl.Value;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoDuration;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Times, in RFC 3339 or as seconds since 1970. */
final class TimeFunctions {
  private TimeFunctions() {}

  static Map<String, Builtin> all(Clock clock) {
    Map<String, Builtin> all = new HashMap<>();
    all.put(
        "timestamp", Builtin.of(0, a -> a.made(text(clock.instant().atOffset(ZoneOffset.UTC)))));
    all.put("timeadd", Builtin.of(2, TimeFunctions::add));
    all.put("formatdate", Builtin.of(2, a -> a.made(format(a, time(a, 1)))));
    all.put(
        "formattimestamp",
        Builtin.of(
            2,
            a -> {
              OffsetDateTime time = a.value(1) instanceof Value.Num ? unix(a, 1) : time(a, 1);
              return a.made(
                  a.text(0).equals("X") ? String.valueOf(time.toEpochSecond()) : format(a, time));
            }));
    all.put("unixtimestampparse", Builtin.of(1, TimeFunctions::parts));
    return all;
  }

  private static String text(OffsetDateTime time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.truncatedTo(ChronoUnit.SECONDS));
  }

  private static OffsetDateTime time(Arguments a, int index) {
    try {
      return OffsetDateTime.parse(a.text(index));
    } catch (DateTimeException e) {
      throw a.failed("not a valid RFC3339 timestamp: " + a.text(index));
    }
  }

  private static OffsetDateTime unix(Arguments a, int index) {
    try {
      return Instant.ofEpochSecond(a.number(index).longValueExact()).atOffset(ZoneOffset.UTC);
    } catch (ArithmeticException | DateTimeException e) {
      throw a.failed("unix timestamp must be an integer");
    }
  }

  private static Value add(Arguments a) {
    try {
      Duration duration = GoDuration.parse(a.text(1));
      return a.made(text(time(a, 0).plus(duration)));
    } catch (JdockException | ArithmeticException | DateTimeException e) {
      throw a.failed("invalid duration: " + a.text(1));
    }
  }

  /** Letters that repeat are one field; what stands in single quotes is text. */
  private static String format(Arguments a, OffsetDateTime time) {
    String format = a.text(0);
    var result = new StringBuilder();
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at);
      int end = at + 1;
      if (c == '\'') {
        end = format.indexOf('\'', at + 1);
        while (end > 0 && end + 1 < format.length() && format.charAt(end + 1) == '\'') {
          end = format.indexOf('\'', end + 2);
        }
        if (end < 0) {
          throw a.failed("unterminated literal '");
        }
        result.append(format.substring(at + 1, end).replace("''", "'"));
        end++;
      } else if (Character.isLetter(c)) {
        while (end < format.length() && format.charAt(end) == c) {
          end++;
        }
        result.append(field(a, format.substring(at, end), time));
      } else {
        result.append(c);
      }
      at = end;
    }
    return result.toString();
  }

  private static String field(Arguments a, String field, OffsetDateTime time) {
    Locale english = Locale.ENGLISH;
    int half = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
    return switch (field) {
      case "YYYY" -> two(time.getYear(), 4);
      case "YY" -> two(time.getYear() % 100, 2);
      case "MMMM" -> time.getMonth().getDisplayName(TextStyle.FULL, english);
      case "MMM" -> time.getMonth().getDisplayName(TextStyle.SHORT, english);
      case "MM" -> two(time.getMonthValue(), 2);
      case "M" -> two(time.getMonthValue(), 1);
      case "DD" -> two(time.getDayOfMonth(), 2);
      case "D" -> two(time.getDayOfMonth(), 1);
      case "EEEE" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, english);
      case "EEE" -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, english);
      case "hh" -> two(time.getHour(), 2);
      case "h" -> two(time.getHour(), 1);
      case "HH" -> two(half, 2);
      case "H" -> two(half, 1);
      case "AA" -> time.getHour() < 12 ? "AM" : "PM";
      case "aa" -> time.getHour() < 12 ? "am" : "pm";
      case "mm" -> two(time.getMinute(), 2);
      case "m" -> two(time.getMinute(), 1);
      case "ss" -> two(time.getSecond(), 2);
      case "s" -> two(time.getSecond(), 1);
      case "ZZZZZ" -> DateTimeFormatter.ofPattern("xxx", english).format(time);
      case "ZZZZ" -> DateTimeFormatter.ofPattern("xx", english).format(time);
      case "ZZZ" ->
          time.getOffset().equals(ZoneOffset.UTC)
              ? "UTC"
              : DateTimeFormatter.ofPattern("xx", english).format(time);
      case "Z" -> DateTimeFormatter.ofPattern("XXX", english).format(time);
      default -> throw a.failed("invalid date format verb \"" + field + "\"");
    };
  }

  private static String two(int number, int digits) {
    return String.format(Locale.ROOT, "%0" + digits + "d", number);
  }

  private static Value parts(Arguments a) {
    OffsetDateTime time = unix(a, 0);
    Map<String, Value> parts = new TreeMap<>();
    parts.put("year", Value.of(time.getYear()));
    parts.put("year_day", Value.of(time.getDayOfYear()));
    parts.put("day", Value.of(time.getDayOfMonth()));
    parts.put("month", Value.of(time.getMonthValue()));
    parts.put(
        "month_name", Value.of(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
    parts.put("weekday", Value.of(time.getDayOfWeek().getValue() % 7));
    parts.put(
        "weekday_name",
        Value.of(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
    parts.put("hour", Value.of(time.getHour()));
    parts.put("minute", Value.of(time.getMinute()));
    parts.put("second", Value.of(time.getSecond()));
    parts.put("rfc3339", Value.of(text(time)));
    parts.put("iso_year", Value.of(time.get(IsoFields.WEEK_BASED_YEAR)));
    parts.put("iso_week", Value.of(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
    return Value.object(parts);
  }
}
