package dev.jdock.image.debian;

import dev.jdock.image.error.JdockException;

/**
 * The version of a package, {@code [epoch:]upstream[-revision]}, ordered as deb-version(7) has it.
 * Versions may differ as text and be equal in this order.
 */
public record DebVersion(long epoch, String upstream, String revision) {

  /**
   * @throws JdockException INVALID for an epoch that is no number, and for no version at all
   */
  public static DebVersion parse(String text) {
    String rest = text.strip();
    long epoch = 0;
    int colon = rest.indexOf(':');
    if (colon >= 0) {
      try {
        epoch = Long.parseUnsignedLong(rest.substring(0, colon));
      } catch (NumberFormatException e) {
        throw new JdockException(JdockException.Kind.INVALID, invalid(text), e);
      }
      rest = rest.substring(colon + 1);
    }
    if (rest.isEmpty()) {
      throw JdockException.invalid(invalid(text));
    }
    int dash = rest.lastIndexOf('-');
    return dash < 0
        ? new DebVersion(epoch, rest, "")
        : new DebVersion(epoch, rest.substring(0, dash), rest.substring(dash + 1));
  }

  private static String invalid(String text) {
    return "invalid version of a package: \"" + text + "\"";
  }

  /** Below zero where this is the earlier one, zero where they are equal in order. */
  public int order(DebVersion other) {
    int byEpoch = Long.compareUnsigned(epoch, other.epoch);
    if (byEpoch != 0) {
      return byEpoch;
    }
    int byUpstream = order(upstream, other.upstream);
    return byUpstream != 0 ? byUpstream : order(revision, other.revision);
  }

  /** What is no digit and what is one take turns, beginning with what is none. */
  private static int order(String one, String two) {
    int i = 0;
    int j = 0;
    while (i < one.length() || j < two.length()) {
      while (i < one.length() && !isDigit(one.charAt(i))
          || j < two.length() && !isDigit(two.charAt(j))) {
        int difference = weight(one, i) - weight(two, j);
        if (difference != 0) {
          return difference;
        }
        i++;
        j++;
      }
      int endOne = digits(one, i);
      int endTwo = digits(two, j);
      int difference = orderNumbers(one.substring(i, endOne), two.substring(j, endTwo));
      if (difference != 0) {
        return difference;
      }
      i = endOne;
      j = endTwo;
    }
    return 0;
  }

  /** A tilde comes before the end, which comes before letters, which come before all else. */
  private static int weight(String text, int at) {
    if (at >= text.length() || isDigit(text.charAt(at))) {
      return 0;
    }
    char c = text.charAt(at);
    if (c == '~') {
      return -1;
    }
    return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' ? c : c + 256;
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Of any length: dates are among them, and no digits count as zero. */
  private static int orderNumbers(String one, String two) {
    String first = one.replaceFirst("^0+", "");
    String second = two.replaceFirst("^0+", "");
    int byLength = Integer.compare(first.length(), second.length());
    return byLength != 0 ? byLength : first.compareTo(second);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  @Override
  public String toString() {
    return (epoch == 0 ? "" : epoch + ":") + upstream + (revision.isEmpty() ? "" : "-" + revision);
  }
}
