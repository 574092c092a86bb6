package dev.jdock.image.text;

import dev.jdock.image.error.JdockException;
import java.util.List;
import java.util.Locale;

/**
 * Sizes for people, as Docker's go-units writes them (HumanSize, BytesSize) and reads them
 * (FromHumanSize, RAMInBytes).
 */
public final class HumanSize {
  private static final List<String> DECIMAL =
      List.of("B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB");
  private static final List<String> BINARY =
      List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB");
  private static final String PREFIXES = "kmgtp";

  private HumanSize() {}

  /**
   * Units of 1000, three digits, as in {@code images}, {@code ps -s} and {@code history}: {@code
   * 72.8MB}.
   */
  public static String of(double bytes) {
    return decimal(bytes, 3);
  }

  /**
   * Units of 1000 with a number of significant digits; {@code stats}, {@code pull} and build
   * contexts have 4.
   */
  public static String decimal(double bytes, int digits) {
    return scaled(bytes, 1000, digits, DECIMAL);
  }

  /** Units of 1024, four digits, as in {@code stats} and {@code info}: {@code 1.944GiB}. */
  public static String binary(double bytes) {
    return scaled(bytes, 1024, 4, BINARY);
  }

  private static String scaled(double bytes, int base, int digits, List<String> units) {
    double size = bytes;
    int unit = 0;
    while (size >= base && unit < units.size() - 1) {
      size /= base;
      unit++;
    }
    return GoFloat.format(size, 'g', digits) + units.get(unit);
  }

  /**
   * Bytes of {@code 512m}, {@code 1.5g}, {@code 64KiB}, {@code 100}: units of 1024, whatever the
   * case. It is go-units' RAMInBytes. What does not fit becomes {@link Long#MAX_VALUE}, which
   * limits refuse.
   *
   * @throws JdockException INVALID in go-units' words: {@code invalid size: 'x'}, {@code invalid
   *     suffix: 'x'}
   */
  public static long parseBinary(String text) {
    return parse(text, 1024);
  }

  /** As {@link #parseBinary} with units of 1000: go-units' FromHumanSize. */
  public static long parseDecimal(String text) {
    return parse(text, 1000);
  }

  private static long parse(String text, int base) {
    int last = text.length() - 1;
    while (last >= 0 && "0123456789. ".indexOf(text.charAt(last)) < 0) {
      last--;
    }
    if (last < 0) {
      throw JdockException.invalid("invalid size: '" + text + "'");
    }
    String digits = text.substring(0, text.charAt(last) == ' ' ? last : last + 1);
    double size = GoFloat.parse(digits);
    double bytes = size * multiplier(text.substring(last + 1), base);
    if (size < 0) {
      throw JdockException.invalid("invalid size: '" + text + "'");
    }
    // Go makes a negative number of what does not fit in 64 bits; this is the largest one then.
    return (long) bytes;
  }

  private static double multiplier(String suffix, int base) {
    if (suffix.isEmpty()) {
      return 1;
    }
    if (suffix.length() > 3) {
      throw JdockException.invalid("invalid suffix: '" + suffix + "'");
    }
    String lower = suffix.toLowerCase(Locale.ROOT);
    if (lower.equals("b")) {
      return 1;
    }
    int power = PREFIXES.indexOf(lower.charAt(0)) + 1;
    String rest = lower.substring(1);
    if (power == 0 || !(rest.isEmpty() || rest.equals("b") || rest.equals("ib"))) {
      throw JdockException.invalid("invalid suffix: '" + lower + "'");
    }
    return Math.pow(base, power);
  }

  /** With two digits behind the point from a kilobyte on, as BuildKit counts: {@code 1.50kB}. */
  public static String fixed(long bytes) {
    double scaled = bytes;
    int unit = 0;
    while (scaled >= 1000 && unit < DECIMAL.size() - 1) {
      scaled /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + "B"
        : String.format(Locale.ROOT, "%.2f%s", scaled, DECIMAL.get(unit));
  }
}
