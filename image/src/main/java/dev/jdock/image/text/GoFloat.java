package dev.jdock.image.text;

import dev.jdock.image.error.JdockException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/** Floating-point numbers as Go's strconv reads and writes them. */
public final class GoFloat {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "[+-]?(?:(?:\\d++\\.?\\d*+|\\.\\d++)(?:[eE][+-]?\\d++)?"
              + "|0[xX](?:\\p{XDigit}++\\.?\\p{XDigit}*+|\\.\\p{XDigit}++)[pP][+-]?\\d++)");

  private GoFloat() {}

  /**
   * strconv.ParseFloat of 64 bits; infinities and underscores, which no size or duration has, are
   * refused.
   *
   * @throws JdockException INVALID in Go's words
   */
  public static double parse(String text) {
    // Double.parseDouble also takes blanks and the suffixes of Java's types.
    if (!SYNTAX.matcher(text).matches()) {
      throw failure(text, "invalid syntax");
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw failure(text, "value out of range");
    }
    return value;
  }

  private static JdockException failure(String text, String why) {
    return JdockException.invalid(
        "strconv.ParseFloat: parsing " + GoQuote.quote(text) + ": " + why);
  }

  /**
   * strconv.FormatFloat.
   *
   * @param verb one of {@code e E f g G}
   * @param precision digits after the point ({@code e f}) or in all ({@code g}); negative for the
   *     fewest that tell the value
   */
  public static String format(double value, char verb, int precision) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    boolean negative = value < 0 || (value == 0 && 1 / value < 0);
    double size = Math.abs(value);
    String text =
        switch (verb) {
          case 'e', 'E' -> exponent(digits(size, precision < 0 ? -1 : precision + 1), precision);
          case 'g', 'G' -> general(size, precision);
          default ->
              precision < 0
                  ? new BigDecimal(Double.toString(size)).stripTrailingZeros().toPlainString()
                  : new BigDecimal(size)
                      .setScale(precision, RoundingMode.HALF_EVEN)
                      .toPlainString();
        };
    String cased = verb == 'E' || verb == 'G' ? text.toUpperCase(Locale.ROOT) : text;
    return negative ? "-" + cased : cased;
  }

  private static BigDecimal digits(double size, int significant) {
    BigDecimal exact =
        significant < 0
            ? new BigDecimal(Double.toString(size))
            : new BigDecimal(size).round(new MathContext(significant, RoundingMode.HALF_EVEN));
    return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
  }

  private static String general(double size, int precision) {
    int significant = precision == 0 ? 1 : precision;
    BigDecimal digits = digits(size, significant);
    int point = digits.precision() - digits.scale();
    int exponent = digits.signum() == 0 ? 0 : point - 1;
    int limit = significant;
    if (limit > digits.precision() && digits.precision() >= point) {
      limit = digits.precision();
    }
    if (significant < 0) {
      limit = 6;
    }
    if (exponent < -4 || exponent >= Math.max(limit, 1)) {
      return exponent(digits, digits.precision() - 1);
    }
    return digits.toPlainString();
  }

  private static String exponent(BigDecimal digits, int precision) {
    String all = digits.unscaledValue().toString();
    int exponent = digits.signum() == 0 ? 0 : digits.precision() - digits.scale() - 1;
    StringBuilder out = new StringBuilder().append(all.charAt(0));
    String rest = all.substring(1);
    int places = precision < 0 ? rest.length() : precision;
    if (places > 0) {
      out.append('.').append(rest).append("0".repeat(Math.max(0, places - rest.length())));
    }
    out.append('e').append(exponent < 0 ? '-' : '+');
    int shown = Math.abs(exponent);
    return out.append(shown < 10 ? "0" : "").append(shown).toString();
  }
}
