package dev.jdock.cli.command.syntax;

import dev.jdock.cli.format.GoDuration;
import dev.jdock.cli.format.HumanSize;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.template.GoQuote;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Values of flags, read as Docker reads them and refused in its words. */
public final class Values {
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
          text, "strconv.ParseInt: parsing " + GoQuote.quote(text) + ": value out of range");
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
          text, "strconv.ParseInt: parsing " + GoQuote.quote(text) + ": value out of range");
    }
    return value.longValue();
  }

  /** A number of so many bits without a sign, as Go's strconv.ParseUint takes it. */
  static long unsigned(String text, int bits) {
    BigInteger value;
    try {
      value = integer(text);
    } catch (NumberFormatException e) {
      throw syntax(text, "ParseUint");
    }
    if (text.startsWith("-") || text.startsWith("+")) {
      throw syntax(text, "ParseUint");
    }
    if (value.bitLength() > bits) {
      throw new InvalidValue(
          text, "strconv.ParseUint: parsing " + GoQuote.quote(text) + ": value out of range");
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
        text, "strconv." + function + ": parsing " + GoQuote.quote(text) + ": invalid syntax");
  }

  /** A size in bytes: {@code 64m}, {@code 1.5g}, {@code 100 KiB}; units are powers of 1024. */
  public static long bytes(String text) {
    return read(text, HumanSize::parseBinary);
  }

  /** Nanoseconds of a Go duration: {@code 1h30m}, {@code 500ms}, {@code -2s}, {@code 0}. */
  public static long nanoseconds(String text) {
    return read(text, value -> GoDuration.parse(value).toNanos());
  }

  private static long read(String text, ToLongFunction<String> parse) {
    try {
      return parse.applyAsLong(text);
    } catch (JdockException e) {
      throw new InvalidValue(text, String.valueOf(e.getMessage()));
    }
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
                  .divide(new BigDecimal(text.substring(slash + 1)), MathContext.DECIMAL64);
    } catch (NumberFormatException | ArithmeticException e) {
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
