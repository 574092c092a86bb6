package dev.jdock.image.text;

import dev.jdock.image.error.JdockException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/**
 * Durations as Go's time package reads and writes them: {@code 1h30m}, {@code 1.5s}, {@code -2ms}.
 * They are signed numbers of nanoseconds, of 64 bits.
 */
public final class GoDuration {
  /** 2^63, which only a negative duration may have. */
  private static final BigDecimal MOST = BigDecimal.TWO.pow(63);

  private static final long LIMIT = MOST.longValue();
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

  private final String text;
  private int at;

  private GoDuration(String text) {
    this.text = text;
  }

  /**
   * As time.ParseDuration.
   *
   * @throws JdockException INVALID in Go's words: {@code time: missing unit in duration "10"}
   */
  public static Duration parse(String text) {
    return new GoDuration(text).read();
  }

  private Duration read() {
    boolean negative = text.startsWith("-");
    at = negative || text.startsWith("+") ? 1 : 0;
    if (text.substring(at).equals("0")) {
      return Duration.ZERO;
    }
    if (at == text.length()) {
      throw invalid("invalid duration");
    }
    long sum = 0;
    while (at < text.length()) {
      sum = add(sum, part());
    }
    if (sum == LIMIT && !negative) {
      throw invalid("invalid duration");
    }
    return Duration.ofNanos(negative ? -sum : sum);
  }

  /** Unsigned, 2^63 at most. */
  private long add(long sum, long part) {
    long result = sum + part;
    if (Long.compareUnsigned(result, sum) < 0 || Long.compareUnsigned(result, LIMIT) > 0) {
      throw invalid("invalid duration");
    }
    return result;
  }

  /** One number with its unit, in nanoseconds. */
  private long part() {
    int start = at;
    BigDecimal whole = new BigDecimal("0" + digits());
    boolean digitsBefore = at > start;
    if (whole.compareTo(MOST) > 0) {
      throw invalid("invalid duration");
    }
    boolean point = at < text.length() && text.charAt(at) == '.';
    at += point ? 1 : 0;
    String fraction = point ? digits() : "";
    if (!digitsBefore && fraction.isEmpty()) {
      throw invalid("invalid duration");
    }
    long unit = unit();
    BigDecimal nanos = whole.multiply(BigDecimal.valueOf(unit));
    if (nanos.compareTo(MOST) > 0) {
      throw invalid("invalid duration");
    }
    return add(nanos.toBigInteger().longValue(), fraction(fraction, unit));
  }

  /** Go multiplies a fraction as a float64 and cuts what is below a nanosecond. */
  private static long fraction(String digits, long unit) {
    long value = 0;
    double scale = 1;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        break;
      }
      value = value * 10 + digit;
      scale *= 10;
    }
    return (long) (value * (unit / scale));
  }

  private String digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return text.substring(start, at);
  }

  private long unit() {
    int start = at;
    while (at < text.length() && "0123456789.".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String unit = text.substring(start, at);
    if (unit.isEmpty()) {
      throw invalid("missing unit in duration");
    }
    Long nanos = NANOS.get(unit);
    if (nanos == null) {
      throw invalid("unknown unit " + GoTime.quote(unit) + " in duration");
    }
    return nanos;
  }

  private JdockException invalid(String what) {
    return JdockException.invalid("time: " + what + " " + GoTime.quote(text));
  }

  /** {@code 1h0m0s}, {@code 1.5s}, {@code 2ms}, {@code 0s}, as Go's Duration.String. */
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    String sign = duration.isNegative() ? "-" : "";
    Duration size = duration.abs();
    if (size.toSeconds() == 0) {
      int nanos = size.toNanosPart();
      int digits = nanos < 1_000 ? 0 : nanos < 1_000_000 ? 3 : 6;
      String unit = digits == 0 ? "ns" : digits == 3 ? "µs" : "ms";
      return sign + plain(BigDecimal.valueOf(nanos, digits)) + unit;
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
    return out.append(plain(seconds)).append('s').toString();
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
