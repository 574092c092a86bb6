package dev.jdock.cli.hcl;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Operators on numbers. */
final class Arithmetic {
  private Arithmetic() {}

  static Value apply(String operator, BigDecimal left, BigDecimal right, Range range) {
    return switch (operator) {
      case "<" -> Value.of(left.compareTo(right) < 0);
      case "<=" -> Value.of(left.compareTo(right) <= 0);
      case ">" -> Value.of(left.compareTo(right) > 0);
      case ">=" -> Value.of(left.compareTo(right) >= 0);
      case "+" -> number(left.add(right, Numbers.PRECISION), range);
      case "-" -> number(left.subtract(right, Numbers.PRECISION), range);
      case "*" -> number(left.multiply(right, Numbers.PRECISION), range);
      case "/" -> number(left.divide(nonZero(right, range), Numbers.PRECISION), range);
      case "%" -> number(remainder(left, nonZero(right, range)), range);
      default -> throw new IllegalStateException("operator " + operator);
    };
  }

  private static BigDecimal remainder(BigDecimal left, BigDecimal right) {
    BigDecimal quotient = left.divide(right, Numbers.PRECISION).setScale(0, RoundingMode.DOWN);
    return left.subtract(quotient.multiply(right));
  }

  private static BigDecimal nonZero(BigDecimal divisor, Range range) {
    if (divisor.signum() == 0) {
      throw new HclException(range, "Invalid operand", "Division by zero.");
    }
    return divisor;
  }

  static Value number(BigDecimal number, Range range) {
    if (!Numbers.fits(number)) {
      throw new HclException(range, "Operation failed", "The number is out of range.");
    }
    return new Value.Num(number);
  }
}
