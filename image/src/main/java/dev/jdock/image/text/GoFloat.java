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

  /** Digits with which a mantissa, times the power that leads there, fits into 63 bits. */
  private static final int MOST_EXACT = 4;

  private static final int[] POWERS = {1, 10, 100, 1000, 10_000};

  /** Of a double, without the leading one, which is not stored: IEEE 754. */
  private static final int MANTISSA_BITS = 52;

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
    int places = places(size);
    if (size >= 1 && places <= significant && significant <= MOST_EXACT) {
      int power = POWERS[significant - places];
      long rounded = rounded(size, power);
      if (rounded < POWERS[significant]) {
        return plain(rounded, power);
      }
    }
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

  /**
   * A number times a power of ten, to the nearest whole one. For so few digits 63 bits are exact:
   * BigDecimal, which each size would be made with, takes a JVM that has just started 55 ms.
   */
  private static long rounded(double size, int power) {
    long mantissa =
        Double.doubleToRawLongBits(size) & (1L << MANTISSA_BITS) - 1 | 1L << MANTISSA_BITS;
    long scaled = mantissa * power;
    int shift = MANTISSA_BITS - Math.getExponent(size);
    long whole = scaled >>> shift;
    long rest = scaled - (whole << shift);
    long half = 1L << shift - 1;
    return rest > half || (rest == half && (whole & 1) == 1) ? whole + 1 : whole;
  }

  /**
   * Digits before the point of a number from 1 on; more than {@link #MOST_EXACT} count as one more.
   */
  private static int places(double size) {
    int places = 1;
    while (places <= MOST_EXACT && size >= POWERS[places]) {
      places++;
    }
    return places;
  }

  private static String plain(long digits, int power) {
    String whole = Long.toString(digits / power);
    if (digits % power == 0) {
      return whole;
    }
    String fraction = Long.toString(power + digits % power).substring(1);
    int end = fraction.length();
    while (fraction.charAt(end - 1) == '0') {
      end--;
    }
    return whole + "." + fraction.substring(0, end);
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
