package dev.jdock.cli.format;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.template.GoFloat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;

/**
 * Durations as Go's time package reads and writes them: {@code 1h30m}, {@code 1.5s}, {@code -2ms}.
 */
public final class GoDuration {
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDuration() {}

  /**
   * @throws JdockException INVALID in Go's words: {@code time: missing unit in duration "10"}
   */
  public static Duration parse(String text) {
    String rest = text;
    boolean negative = rest.startsWith("-");
    if (negative || rest.startsWith("+")) {
      rest = rest.substring(1);
    }
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    if (rest.isEmpty()) {
      throw invalid("invalid duration", text);
    }
    BigInteger nanos = BigInteger.ZERO;
    while (!rest.isEmpty()) {
      int numberEnd = span(rest, 0, true);
      String number = rest.substring(0, numberEnd);
      if (!number.matches("[0-9]+\\.?[0-9]*|\\.[0-9]+")) {
        throw invalid("invalid duration", text);
      }
      int unitEnd = span(rest, numberEnd, false);
      String unit = rest.substring(numberEnd, unitEnd);
      if (unit.isEmpty()) {
        throw invalid("missing unit in duration", text);
      }
      Long factor = NANOS.get(unit);
      if (factor == null) {
        throw invalid("unknown unit \"" + unit + "\" in duration", text);
      }
      String exact = number.endsWith(".") ? number + "0" : number;
      nanos = nanos.add(new BigDecimal(exact).multiply(BigDecimal.valueOf(factor)).toBigInteger());
      rest = rest.substring(unitEnd);
    }
    nanos = negative ? nanos.negate() : nanos;
    if (nanos.bitLength() > 63) {
      throw invalid("invalid duration", text);
    }
    return Duration.ofNanos(nanos.longValue());
  }

  /** {@code 1h0m0s}, {@code 1.5s}, {@code 2ms}, {@code 0s}. */
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    String sign = duration.isNegative() ? "-" : "";
    Duration size = duration.abs();
    double nanos = size.toNanos();
    if (nanos < 1_000) {
      return sign + size.toNanos() + "ns";
    }
    if (nanos < 1_000_000) {
      return sign + GoFloat.format(nanos / 1_000, 'f', -1) + "µs";
    }
    if (nanos < 1_000_000_000) {
      return sign + GoFloat.format(nanos / 1_000_000, 'f', -1) + "ms";
    }
    StringBuilder out = new StringBuilder(sign);
    if (size.toHours() > 0) {
      out.append(size.toHours()).append('h');
    }
    if (size.toMinutes() > 0) {
      out.append(size.toMinutesPart()).append('m');
    }
    BigDecimal seconds =
        BigDecimal.valueOf(size.toSecondsPart()).add(BigDecimal.valueOf(size.toNanosPart(), 9));
    return out.append(seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString())
        .append('s')
        .toString();
  }

  private static int span(String text, int from, boolean number) {
    int end = from;
    while (end < text.length() && numeric(text.charAt(end)) == number) {
      end++;
    }
    return end;
  }

  private static boolean numeric(char c) {
    return c == '.' || (c >= '0' && c <= '9');
  }

  private static JdockException invalid(String what, String text) {
    return JdockException.invalid("time: " + what + " \"" + text + "\"");
  }
}
