package dev.jdock.runtime.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes with a unit, as Docker's drivers read them. */
final class SizeText {
  private static final Pattern SIZE =
      Pattern.compile("(\\d+(?:\\.\\d+)?) ?([kmgtpKMGTP]?)(?:i?[bB])?");
  private static final String UNITS = "kmgtp";

  private SizeText() {}

  /** With units of 1000. */
  static long decimal(String text) {
    return bytes(text, 1000);
  }

  /** With units of 1024. */
  static long binary(String text) {
    return bytes(text, 1024);
  }

  private static long bytes(String text, int base) {
    Matcher parts = SIZE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("invalid size: '" + text + "'");
    }
    int power = 0;
    if (!parts.group(2).isEmpty()) {
      power = 1 + UNITS.indexOf(Character.toLowerCase(parts.group(2).charAt(0)));
    }
    return (long) (Double.parseDouble(parts.group(1)) * Math.pow(base, power));
  }
}
