package dev.jdock.runtime.template;

import java.math.BigInteger;
import java.util.Locale;

/** Go's number literals. */
final class GoNumber {
  private GoNumber() {}

  /**
   * A long, a double, or a BigInteger that only an unsigned 64-bit number could hold.
   *
   * @throws NumberFormatException with the message {@code overflow} when an integer does not fit in
   *     64 bits
   */
  static Object parse(String literal) {
    if (literal.contains("__") || literal.endsWith("_")) {
      throw new NumberFormatException("underscore");
    }
    String text = literal.replace("_", "");
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    String lower = digits.toLowerCase(Locale.ROOT);
    int radix =
        lower.startsWith("0x") ? 16 : lower.startsWith("0b") ? 2 : lower.startsWith("0o") ? 8 : 10;
    if (radix == 10 && (lower.contains(".") || lower.contains("e"))) {
      return floating(lower, negative);
    }
    if (radix == 16 && lower.contains("p")) {
      return floating(lower, negative);
    }
    String body = radix == 10 ? lower : lower.substring(2);
    if (radix == 10 && lower.length() > 1 && lower.startsWith("0")) {
      radix = 8;
      body = lower.substring(1);
      if (!body.matches("[0-7]+")) {
        throw new NumberFormatException("overflow");
      }
    }
    BigInteger value = new BigInteger(body, radix);
    if (negative) {
      value = value.negate();
    }
    if (value.bitLength() > 64) {
      throw new NumberFormatException("overflow");
    }
    return value.bitLength() > 63 ? value : (Object) value.longValue();
  }

  private static Double floating(String text, boolean negative) {
    if (text.endsWith("d") || text.endsWith("f")) {
      throw new NumberFormatException("suffix");
    }
    double value = Double.parseDouble(text);
    return negative ? -value : value;
  }
}
