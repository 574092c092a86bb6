package dev.jdock.image.text;

import dev.jdock.image.error.JdockException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as Go's time package reads and writes them. */
public final class GoTime {
  /** {@code 2026-11-20 23:14:35.5 +0000 UTC}: time.Time.String. */
  private static final DateTimeFormatter STRING =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern(" Z ")
          .toFormatter(Locale.ROOT);

  private static final DateTimeFormatter ZONE_NAME =
      DateTimeFormatter.ofPattern("z", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT_OFFSET =
      DateTimeFormatter.ofPattern("x", Locale.ROOT);
  private static final DateTimeFormatter RFC3339 =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);
  private static final DateTimeFormatter RFC3339_NANO_FIXED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX", Locale.ROOT);

  private static final String FRACTION = ".999999999";
  private static final String ZONE = "Z07:00";
  private static final List<String> ELEMENTS =
      List.of("2006", "01", "02", "15", "04", "05", FRACTION, ZONE);

  private final String layout;
  private final String text;
  private String rest;

  private int year;
  private int month = 1;
  private int day = 1;
  private int hour;
  private int minute;
  private int second;
  private int nanos;
  private @Nullable ZoneOffset zone;

  private GoTime(String layout, String text) {
    this.layout = layout;
    this.text = text;
    this.rest = text;
  }

  /** {@code 2026-11-20 23:14:35.5 +0000 UTC}: a fraction that is not zero, and the zone's name. */
  public static String string(ZonedDateTime time) {
    return STRING.format(time) + zoneName(time);
  }

  /** The time zone database has no letters for many places; Java then says GMT, Go does not. */
  private static String zoneName(ZonedDateTime time) {
    String name = ZONE_NAME.format(time);
    if (name.equals("Z")) {
      return "UTC";
    }
    return name.startsWith("GMT") && name.length() > 3 ? SHORT_OFFSET.format(time) : name;
  }

  /** {@code 2026-11-20T23:14:35Z}. */
  public static String rfc3339(ZonedDateTime time) {
    return RFC3339.format(time);
  }

  /** {@code 2026-11-20T23:14:35.500000000Z}: of one width, so that lines can be sorted. */
  public static String rfc3339Nano(ZonedDateTime time) {
    return RFC3339_NANO_FIXED.format(time);
  }

  /**
   * As time.ParseInLocation.
   *
   * @param layout of the elements {@code 2006 01 02 15 04 05 .999999999 Z07:00} and characters that
   *     stand for themselves
   * @param local for a layout without a zone
   * @throws JdockException INVALID in Go's words: {@code parsing time "2006-13-01": month out of
   *     range}
   */
  public static Instant parse(String layout, String text, ZoneOffset local) {
    return new GoTime(layout, text).read(local);
  }

  private Instant read(ZoneOffset local) {
    String open = layout;
    while (true) {
      int at = nextElement(open);
      String literal = open.substring(0, at);
      if (!rest.startsWith(literal)) {
        throw unexpected(literal, rest);
      }
      rest = rest.substring(literal.length());
      if (at == open.length()) {
        break;
      }
      String element = elementAt(open, at);
      open = open.substring(at + element.length());
      read(element, open);
    }
    if (!rest.isEmpty()) {
      throw failure(": extra text: " + quote(rest));
    }
    try {
      return LocalDate.of(year, month, day)
          .atTime(LocalTime.of(hour, minute, second, nanos))
          .toInstant(zone == null ? local : zone);
    } catch (DateTimeException e) {
      throw failure(": day out of range");
    }
  }

  private static int nextElement(String layout) {
    int at = 0;
    while (at < layout.length() && elementAt(layout, at).isEmpty()) {
      at++;
    }
    return at;
  }

  private static String elementAt(String layout, int at) {
    return ELEMENTS.stream()
        .filter(element -> layout.startsWith(element, at))
        .findFirst()
        .orElse("");
  }

  private void read(String element, String open) {
    switch (element) {
      case "2006" -> year = number(element, 4, 0, 9999, "year");
      case "01" -> month = number(element, 2, 1, 12, "month");
      case "02" -> day = number(element, 2, 0, 99, "day");
      case "15" -> hour = number(element, isDigit(rest, 1) ? 2 : 1, 0, 23, "hour");
      case "04" -> minute = number(element, 2, 0, 59, "minute");
      case "05" -> {
        second = number(element, 2, 0, 59, "second");
        // A fraction is read whether the layout has it or not.
        if (!open.startsWith(FRACTION)) {
          fraction();
        }
      }
      case FRACTION -> fraction();
      default -> zone();
    }
  }

  private int number(String element, int digits, int least, int most, String what) {
    for (int i = 0; i < digits; i++) {
      if (!isDigit(rest, i)) {
        throw unexpected(element, rest);
      }
    }
    int value = Integer.parseInt(rest.substring(0, digits));
    if (value < least || value > most) {
      throw failure(": " + what + " out of range");
    }
    rest = rest.substring(digits);
    return value;
  }

  private void fraction() {
    if (rest.isEmpty() || ".,".indexOf(rest.charAt(0)) < 0 || !isDigit(rest, 1)) {
      return;
    }
    int end = 1;
    while (isDigit(rest, end)) {
      end++;
    }
    nanos = Integer.parseInt((rest.substring(1, end) + "000000000").substring(0, 9));
    rest = rest.substring(end);
  }

  private void zone() {
    if (rest.startsWith("Z")) {
      zone = ZoneOffset.UTC;
      rest = rest.substring(1);
      return;
    }
    boolean formed =
        rest.length() >= 6
            && "+-".indexOf(rest.charAt(0)) >= 0
            && isDigit(rest, 1)
            && isDigit(rest, 2)
            && rest.charAt(3) == ':'
            && isDigit(rest, 4)
            && isDigit(rest, 5);
    if (!formed) {
      throw unexpected(ZONE, rest);
    }
    int hours = Integer.parseInt(rest.substring(1, 3));
    int minutes = Integer.parseInt(rest.substring(4, 6));
    // Java's offsets end at 18 hours, and no place has more than 14.
    if (hours > 17) {
      throw failure(": time zone offset hour out of range");
    }
    if (minutes > 59) {
      throw failure(": time zone offset minute out of range");
    }
    int seconds = (hours * 60 + minutes) * 60;
    zone = ZoneOffset.ofTotalSeconds(rest.charAt(0) == '-' ? -seconds : seconds);
    rest = rest.substring(6);
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private JdockException unexpected(String element, String found) {
    return failure(
        " as " + quote(layout) + ": cannot parse " + quote(found) + " as " + quote(element));
  }

  private JdockException failure(String message) {
    return JdockException.invalid("parsing time " + quote(text) + message);
  }

  /** As Go's time package quotes: bytes that are not printable ASCII in hexadecimal. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      int c = Byte.toUnsignedInt(each);
      if (c >= 0x80 || c < ' ') {
        out.append(String.format("\\x%02x", c));
      } else {
        out.append(c == '"' || c == '\\' ? "\\" : "").append((char) c);
      }
    }
    return out.append('"').toString();
  }
}
