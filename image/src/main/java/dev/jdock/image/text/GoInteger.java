package dev.jdock.image.text;

import dev.jdock.image.error.JdockException;
import java.math.BigInteger;
import java.util.Locale;

/** Integers as Go's strconv reads them. */
public final class GoInteger {
  private GoInteger() {}

  /**
   * A decimal number of 64 bits, as strconv.Atoi reads it.
   *
   * @throws JdockException INVALID in Go's words
   */
  public static long atoi(String text) {
    return signed("Atoi", text, decimal("Atoi", text), Long.SIZE);
  }

  /**
   * strconv.ParseInt with base 0: {@code 0x}, {@code 0o}, {@code 0b} and {@code 0} are prefixes of
   * other bases.
   *
   * @param bits that the result has to fit in, its sign included
   * @throws JdockException INVALID in Go's words
   */
  public static long parse(String text, int bits) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    BigInteger size = prefixed("ParseInt", text, digits);
    return signed("ParseInt", text, negative ? size.negate() : size, bits);
  }

  /**
   * strconv.ParseUint with base 0.
   *
   * @param bits that the result has to fit in, 63 at most
   * @throws JdockException INVALID in Go's words
   */
  public static long parseUnsigned(String text, int bits) {
    return unsigned(text, prefixed("ParseUint", text, text), bits);
  }

  /**
   * strconv.ParseUint with base 10.
   *
   * @param bits that the result has to fit in, 63 at most
   * @throws JdockException INVALID in Go's words
   */
  public static long parseUnsignedDecimal(String text, int bits) {
    return unsigned(text, number("ParseUint", text, text, 10), bits);
  }

  private static long unsigned(String text, BigInteger value, int bits) {
    if (value.bitLength() > bits) {
      throw failure("ParseUint", text, "value out of range");
    }
    return value.longValue();
  }

  private static long signed(String function, String text, BigInteger value, int bits) {
    if (value.bitLength() >= bits) {
      throw failure(function, text, "value out of range");
    }
    return value.longValue();
  }

  /**
   * strconv.ParseInt with base 10.
   *
   * @param bits that the result has to fit in, its sign included
   * @throws JdockException INVALID in Go's words
   */
  public static long parseDecimal(String text, int bits) {
    return signed("ParseInt", text, decimal("ParseInt", text), bits);
  }

  private static BigInteger decimal(String function, String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    BigInteger size = number(function, text, digits, 10);
    return negative ? size.negate() : size;
  }

  private static BigInteger prefixed(String function, String text, String digits) {
    String lower = digits.toLowerCase(Locale.ROOT);
    int base = 10;
    String body = lower;
    if (lower.length() > 1 && lower.startsWith("0")) {
      base =
          switch (lower.charAt(1)) {
            case 'x' -> 16;
            case 'b' -> 2;
            default -> 8;
          };
      body = lower.substring("xbo".indexOf(lower.charAt(1)) >= 0 ? 2 : 1);
    }
    // Underscores stand between digits, or between a prefix and the first digit.
    if (body.contains("__")
        || body.endsWith("_")
        || (body.startsWith("_") && (base == 10 || body.length() == 1))) {
      throw failure(function, text, "invalid syntax");
    }
    return number(function, text, body.replace("_", ""), base);
  }

  private static BigInteger number(String function, String text, String digits, int base) {
    boolean valid =
        !digits.isEmpty()
            && digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, base) >= 0);
    if (!valid) {
      throw failure(function, text, "invalid syntax");
    }
    return new BigInteger(digits, base);
  }

  private static JdockException failure(String function, String text, String why) {
    return JdockException.invalid(
        "strconv." + function + ": parsing " + GoQuote.quote(text) + ": " + why);
  }
}
