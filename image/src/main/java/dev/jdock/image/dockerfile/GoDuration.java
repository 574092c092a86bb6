package dev.jdock.image.dockerfile;

import dev.jdock.image.dockerfile.Directives.SyntaxError;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 1m30s}, {@code 1.5h}, {@code 300ms}. */
public final class GoDuration {
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);
  private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([^\\d.]*)");

  private GoDuration() {}

  /** Nanoseconds. */
  static long parse(String text) {
    String digits = text.replaceFirst("^[-+]", "");
    if (digits.equals("0")) {
      return 0;
    }
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = PART.matcher(digits);
    int at = 0;
    while (at < digits.length() && part.find(at) && part.start() == at) {
      String unit = part.group(2);
      if (unit.isEmpty()) {
        throw new SyntaxError("time: missing unit in duration \"" + text + "\"");
      }
      Long factor = UNITS.get(unit);
      if (factor == null) {
        throw new SyntaxError("time: unknown unit \"" + unit + "\" in duration \"" + text + "\"");
      }
      sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(factor)));
      at = part.end();
    }
    boolean fits = sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    if (at == 0 || at < digits.length() || !fits) {
      throw new SyntaxError("time: invalid duration \"" + text + "\"");
    }
    return text.startsWith("-") ? -sum.longValue() : sum.longValue();
  }

  /** As Go prints a duration of that many nanoseconds. */
  public static String format(long nanoseconds) {
    if (nanoseconds == 0) {
      return "0s";
    }
    long second = 1_000_000_000L;
    if (nanoseconds < second) {
      String unit = nanoseconds < 1_000 ? "ns" : nanoseconds < 1_000_000 ? "µs" : "ms";
      return fraction(nanoseconds, UNITS.getOrDefault(unit, 1L)) + unit;
    }
    long minutes = nanoseconds / (60 * second);
    String seconds = fraction(nanoseconds % (60 * second), second) + "s";
    if (minutes == 0) {
      return seconds;
    }
    return minutes < 60
        ? minutes + "m" + seconds
        : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
  }

  private static String fraction(long value, long unit) {
    return BigDecimal.valueOf(value)
        .divide(BigDecimal.valueOf(unit))
        .stripTrailingZeros()
        .toPlainString();
  }
}
