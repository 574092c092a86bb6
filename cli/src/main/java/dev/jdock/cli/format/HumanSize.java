package dev.jdock.cli.format;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.template.GoFloat;
import java.util.List;
import java.util.Locale;

/** Sizes for people, as Docker's go-units writes and reads them. */
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
   * case.
   *
   * @throws JdockException INVALID in go-units' words: {@code invalid size: 'x'}, {@code invalid
   *     suffix: 'x'}
   */
  public static long parseBinary(String text) {
    return parse(text, 1024);
  }

  /** As {@link #parseBinary} with units of 1000. */
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
    double size = number(digits);
    if (size < 0) {
      throw JdockException.invalid("invalid size: '" + text + "'");
    }
    String suffix = text.substring(last + 1);
    return (long) (size * multiplier(suffix, base));
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

  private static double number(String digits) {
    // Double.parseDouble also takes blanks, hexadecimal floats and type suffixes, which Go's
    // ParseFloat does not take here.
    if (!digits.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
      throw JdockException.invalid(
          "strconv.ParseFloat: parsing \"" + digits + "\": invalid syntax");
    }
    return Double.parseDouble(digits);
  }
}
