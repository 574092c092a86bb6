package dev.jdock.cli.command.syntax;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of flags, read as Docker reads them and refused in its words. */
public final class Values {
  private static final Pattern SIZE = Pattern.compile("([0-9.]+(?:[eE][-+]?[0-9]+)?) ?(.*)");
  private static final Pattern DURATION_PART =
      Pattern.compile("(\\d*\\.?\\d*)(ns|us|µs|μs|ms|s|m|h)");

  private Values() {}

  /** {@code 1}, {@code t}, {@code true} … as Go's strconv.ParseBool takes them. */
  static Boolean bool(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw syntax(text, "ParseBool");
    };
  }

  static Integer int32(String text) {
    long value = int64(text);
    if (value != (int) value) {
      throw new InvalidValue(
          text, "strconv.ParseInt: parsing " + GoText.quote(text) + ": value out of range");
    }
    return (int) value;
  }

  static Long int64(String text) {
    BigInteger value;
    try {
      value = integer(text);
    } catch (NumberFormatException e) {
      throw syntax(text, "ParseInt");
    }
    if (value.bitLength() > 63) {
      throw new InvalidValue(
          text, "strconv.ParseInt: parsing " + GoText.quote(text) + ": value out of range");
    }
    return value.longValue();
  }

  /** Go's base 0: {@code 0x}, {@code 0o}, {@code 0b} and {@code 0} prefixes. */
  private static BigInteger integer(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    String lower = digits.toLowerCase(Locale.ROOT);
    BigInteger value;
    if (lower.startsWith("-") || lower.startsWith("+")) {
      throw new NumberFormatException(text);
    } else if (lower.startsWith("0x")) {
      value = new BigInteger(lower.substring(2), 16);
    } else if (lower.startsWith("0b")) {
      value = new BigInteger(lower.substring(2), 2);
    } else if (lower.startsWith("0o")) {
      value = new BigInteger(lower.substring(2), 8);
    } else if (lower.length() > 1 && lower.startsWith("0")) {
      value = new BigInteger(lower.substring(1), 8);
    } else {
      value = new BigInteger(digits);
    }
    return negative ? value.negate() : value;
  }

  private static InvalidValue syntax(String text, String function) {
    return new InvalidValue(
        text, "strconv." + function + ": parsing " + GoText.quote(text) + ": invalid syntax");
  }

  /** A size in bytes: {@code 64m}, {@code 1.5g}, {@code 100 KiB}; units are powers of 1024. */
  public static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValue(text, "invalid size: '" + text + "'");
    }
    BigDecimal number;
    try {
      number = new BigDecimal(matcher.group(1));
    } catch (NumberFormatException e) {
      throw new InvalidValue(text, "invalid size: '" + text + "'");
    }
    String unit = matcher.group(2).toLowerCase(Locale.ROOT);
    int power =
        switch (unit) {
          case "", "b" -> 0;
          case "k", "kb", "ki", "kib" -> 1;
          case "m", "mb", "mi", "mib" -> 2;
          case "g", "gb", "gi", "gib" -> 3;
          case "t", "tb", "ti", "tib" -> 4;
          case "p", "pb", "pi", "pib" -> 5;
          default -> throw new InvalidValue(text, "invalid suffix: '" + matcher.group(2) + "'");
        };
    BigDecimal bytes = number.multiply(BigDecimal.valueOf(1024).pow(power));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new InvalidValue(text, "invalid size: '" + text + "'");
    }
    return bytes.longValue();
  }

  /** Nanoseconds of a Go duration: {@code 1h30m}, {@code 500ms}, {@code -2s}, {@code 0}. */
  public static long nanoseconds(String text) {
    String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (unsigned.equals("0")) {
      return 0;
    }
    Matcher matcher = DURATION_PART.matcher(unsigned);
    BigDecimal sum = BigDecimal.ZERO;
    int end = 0;
    while (matcher.lookingAt() && !matcher.group(1).isEmpty() && !matcher.group(1).equals(".")) {
      sum =
          sum.add(
              new BigDecimal(matcher.group(1))
                  .multiply(BigDecimal.valueOf(unit(matcher.group(2)))));
      end = matcher.end();
      matcher.region(end, unsigned.length());
    }
    if (unsigned.isEmpty() || end < unsigned.length()) {
      throw new InvalidValue(text, durationReason(text, unsigned.substring(end)));
    }
    if (sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new InvalidValue(text, "time: invalid duration " + GoText.quote(text));
    }
    return text.startsWith("-") ? -sum.longValue() : sum.longValue();
  }

  private static String durationReason(String text, String rest) {
    Matcher number = Pattern.compile("(?:\\d+\\.?\\d*|\\.\\d+)(.*)").matcher(rest);
    if (!number.matches()) {
      return "time: invalid duration " + GoText.quote(text);
    }
    if (number.group(1).isEmpty()) {
      return "time: missing unit in duration " + GoText.quote(text);
    }
    String unit = number.group(1).replaceFirst("[0-9.].*", "");
    return "time: unknown unit %s in duration %s".formatted(GoText.quote(unit), GoText.quote(text));
  }

  private static long unit(String name) {
    return switch (name) {
      case "ns" -> 1L;
      case "us", "µs", "μs" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      default -> 3_600_000_000_000L;
    };
  }

  /** Billionths of a processor: {@code 1.5} or {@code 3/2}. */
  public static long nanoCpus(String text) {
    BigDecimal value;
    try {
      int slash = text.indexOf('/');
      value =
          slash < 0
              ? new BigDecimal(text)
              : new BigDecimal(text.substring(0, slash))
                  .divide(
                      new BigDecimal(text.substring(slash + 1)), java.math.MathContext.DECIMAL64);
    } catch (NumberFormatException e) {
      throw new InvalidValue(text, "failed to parse " + text + " as a rational number");
    } catch (ArithmeticException e) {
      throw new InvalidValue(text, "failed to parse " + text + " as a rational number");
    }
    try {
      return value.movePointRight(9).longValueExact();
    } catch (ArithmeticException e) {
      throw new InvalidValue(text, "value is too precise");
    }
  }

  /** The fields of a comma-separated line, quotes allowed around them as in CSV. */
  public static List<String> commaSeparated(String text) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
