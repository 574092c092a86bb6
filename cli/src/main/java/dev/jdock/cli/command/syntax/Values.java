package dev.jdock.cli.command.syntax;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import dev.jdock.image.text.GoDuration;
import dev.jdock.image.text.GoInteger;
import dev.jdock.image.text.HumanSize;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Function;

/** Values of flags, read as Docker reads them and refused in its words. */
public final class Values {
  private Values() {}

  /** {@code 1}, {@code t}, {@code true} … as Go's strconv.ParseBool takes them. */
  static Boolean bool(String text) {
    return read(text, GoBool::parse);
  }

  static Integer int32(String text) {
    return read(text, value -> (int) GoInteger.parse(value, Integer.SIZE));
  }

  static Long int64(String text) {
    return read(text, value -> GoInteger.parse(value, Long.SIZE));
  }

  /** A number of so many bits without a sign, as Go's strconv.ParseUint takes it. */
  static long unsigned(String text, int bits) {
    return read(text, value -> GoInteger.parseUnsigned(value, bits));
  }

  /** A size in bytes: {@code 64m}, {@code 1.5g}, {@code 100 KiB}; units are powers of 1024. */
  public static long bytes(String text) {
    return read(text, HumanSize::parseBinary);
  }

  /** Nanoseconds of a Go duration: {@code 1h30m}, {@code 500ms}, {@code -2s}, {@code 0}. */
  public static long nanoseconds(String text) {
    return read(text, value -> GoDuration.parse(value).toNanos());
  }

  private static <T> T read(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
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
}
