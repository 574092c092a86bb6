package dev.jdock.cli.hcl;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Decimal numbers of the precision that the language has, 512 bits, and of bounded size. */
public final class Numbers {
  /** What 512 bits hold. */
  public static final MathContext PRECISION = new MathContext(154, RoundingMode.HALF_EVEN);

  /**
   * Digits before or after the point. Larger ones would cost memory that the text does not show.
   */
  private static final int LARGEST_EXPONENT = 10_000;

  private Numbers() {}

  /** The number that a text is; null if it is none, or too large. */
  public static @Nullable BigDecimal parse(String text) {
    if (!text.matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,5})?")) {
      return null;
    }
    BigDecimal number = new BigDecimal(text);
    return fits(number) ? number.round(PRECISION) : null;
  }

  public static boolean fits(BigDecimal number) {
    return Math.abs((long) number.scale()) + number.precision() < LARGEST_EXPONENT;
  }

  /** Without an exponent and without zeros at the end. */
  public static String text(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
