package dev.jdock.cli.hcl.function;

import dev.jdock.cli.hcl.Conversions;
import dev.jdock.cli.hcl.Numbers;
import dev.jdock.cli.hcl.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;

/** Arithmetic and comparison. */
final class NumberFunctions {
  private static final int LARGEST_BASE = 62;
  private static final int LARGEST_POWER = 10_000;

  private NumberFunctions() {}

  static Map<String, Builtin> all() {
    Map<String, Builtin> all = new HashMap<>();
    all.put("absolute", Builtin.of(1, a -> result(a, a.number(0).abs())));
    all.put("add", two((x, y) -> x.add(y, Numbers.PRECISION)));
    all.put("subtract", two((x, y) -> x.subtract(y, Numbers.PRECISION)));
    all.put("multiply", two((x, y) -> x.multiply(y, Numbers.PRECISION)));
    all.put(
        "divide", Builtin.of(2, a -> result(a, a.number(0).divide(divisor(a), Numbers.PRECISION))));
    all.put(
        "modulo",
        Builtin.of(
            2,
            a -> {
              BigDecimal quotient =
                  a.number(0).divide(divisor(a), Numbers.PRECISION).setScale(0, RoundingMode.DOWN);
              return result(a, a.number(0).subtract(quotient.multiply(a.number(1))));
            }));
    all.put("negate", Builtin.of(1, a -> result(a, a.number(0).negate())));
    all.put("ceil", rounded(RoundingMode.CEILING));
    all.put("floor", rounded(RoundingMode.FLOOR));
    all.put("int", rounded(RoundingMode.DOWN));
    all.put("signum", Builtin.of(1, a -> Value.of(a.number(0).signum())));
    all.put("max", Builtin.from(1, a -> extreme(a, BigDecimal::max)));
    all.put("min", Builtin.from(1, a -> extreme(a, BigDecimal::min)));
    all.put("pow", Builtin.of(2, NumberFunctions::pow));
    all.put("log", Builtin.of(2, NumberFunctions::log));
    all.put("parseint", Builtin.of(2, NumberFunctions::parseInteger));
    all.put("greaterthan", compared(c -> c > 0));
    all.put("greaterthanorequalto", compared(c -> c >= 0));
    all.put("lessthan", compared(c -> c < 0));
    all.put("lessthanorequalto", compared(c -> c <= 0));
    all.put("equal", Builtin.of(2, a -> Value.of(Conversions.equal(a.value(0), a.value(1)))));
    all.put("notequal", Builtin.of(2, a -> Value.of(!Conversions.equal(a.value(0), a.value(1)))));
    all.put("and", Builtin.of(2, a -> both(a.flag(0), a.flag(1))));
    all.put("or", Builtin.of(2, a -> either(a.flag(0), a.flag(1))));
    all.put("not", Builtin.of(1, a -> Value.of(!a.flag(0))));
    return all;
  }

  private static Value result(Arguments a, BigDecimal number) {
    if (!Numbers.fits(number)) {
      throw a.failed("the number is out of range");
    }
    return new Value.Num(number);
  }

  private static Builtin two(BinaryOperator<BigDecimal> operator) {
    return Builtin.of(2, a -> result(a, operator.apply(a.number(0), a.number(1))));
  }

  private static Builtin rounded(RoundingMode mode) {
    return Builtin.of(1, a -> result(a, a.number(0).setScale(0, mode)));
  }

  private static Builtin compared(IntPredicate test) {
    return Builtin.of(2, a -> Value.of(test.test(a.number(0).compareTo(a.number(1)))));
  }

  private static BigDecimal divisor(Arguments a) {
    if (a.number(1).signum() == 0) {
      throw a.failed("division by zero");
    }
    return a.number(1);
  }

  private static Value extreme(Arguments a, BinaryOperator<BigDecimal> operator) {
    BigDecimal found = a.number(0);
    for (int i = 1; i < a.size(); i++) {
      found = operator.apply(found, a.number(i));
    }
    return new Value.Num(found);
  }

  private static Value pow(Arguments a) {
    BigDecimal power = a.number(1);
    if (power.stripTrailingZeros().scale() <= 0
        && power.abs().compareTo(BigDecimal.valueOf(LARGEST_POWER)) <= 0) {
      int whole = power.intValueExact();
      if (a.number(0).signum() == 0 && whole < 0) {
        throw a.failed("division by zero");
      }
      return result(a, a.number(0).pow(whole, Numbers.PRECISION));
    }
    return ofDouble(a, Math.pow(a.number(0).doubleValue(), power.doubleValue()));
  }

  private static Value log(Arguments a) {
    return ofDouble(a, Math.log(a.number(0).doubleValue()) / Math.log(a.number(1).doubleValue()));
  }

  private static Value ofDouble(Arguments a, double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw a.failed("the number is out of range");
    }
    return result(a, BigDecimal.valueOf(number));
  }

  /** Of two flags that were both looked at, so that either may be to blame. */
  private static Value both(boolean a, boolean b) {
    return Value.of(a && b);
  }

  private static Value either(boolean a, boolean b) {
    return Value.of(a || b);
  }

  private static Value parseInteger(Arguments a) {
    int base = a.integer(1);
    if (base < 2 || base > LARGEST_BASE) {
      throw a.failed("base must be a whole number between 2 and 62 inclusive");
    }
    String text = a.text(0);
    boolean negative = text.startsWith("-");
    String digits = negative ? text.substring(1) : text;
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digit(digits.charAt(i), base);
      if (digit < 0 || digit >= base) {
        throw a.failed("cannot parse \"" + text + "\" as a base " + base + " integer");
      }
      number = number.multiply(BigInteger.valueOf(base)).add(BigInteger.valueOf(digit));
      if (number.bitLength() > 4 * LARGEST_POWER) {
        throw a.failed("the number is out of range");
      }
    }
    if (digits.isEmpty()) {
      throw a.failed("cannot parse \"" + text + "\" as a base " + base + " integer");
    }
    return result(a, new BigDecimal(negative ? number.negate() : number));
  }

  /** Capitals count as small letters do, until there are more digits than these. */
  private static int digit(char c, int base) {
    int lower = 36;
    if (c >= 'A' && c <= 'Z' && base > lower) {
      return c - 'A' + lower;
    }
    return c < 128 ? Character.digit(c, lower) : -1;
  }
}
