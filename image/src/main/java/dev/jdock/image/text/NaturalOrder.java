package dev.jdock.image.text;

import java.util.Comparator;

/**
 * The order in which Docker's client lists names: digits count as numbers and come before anything
 * else, so {@code a2} comes before {@code a10}. Of equal numbers the one with fewer zeros ahead
 * comes first.
 */
public enum NaturalOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String left, String right) {
    int l = 0;
    int r = 0;
    while (l < left.length() && r < right.length()) {
      boolean number = isDigit(left, l);
      if (number != isDigit(right, r)) {
        return number ? -1 : 1;
      }
      if (!number) {
        int order = Character.compare(left.charAt(l++), right.charAt(r++));
        if (order != 0) {
          return order;
        }
        continue;
      }
      int leftFrom = skipZeros(left, l);
      int rightFrom = skipZeros(right, r);
      int leftEnd = skipDigits(left, leftFrom);
      int rightEnd = skipDigits(right, rightFrom);
      int order = Integer.compare(leftEnd - leftFrom, rightEnd - rightFrom);
      if (order == 0) {
        order = left.substring(leftFrom, leftEnd).compareTo(right.substring(rightFrom, rightEnd));
      }
      if (order == 0) {
        order = Integer.compare(leftFrom, rightFrom);
      }
      if (order != 0) {
        return order;
      }
      l = leftEnd;
      r = rightEnd;
    }
    return Integer.compare(left.length(), right.length());
  }

  private static boolean isDigit(String text, int at) {
    return text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static int skipZeros(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == '0') {
      at++;
    }
    return at;
  }

  private static int skipDigits(String text, int from) {
    int at = from;
    while (at < text.length() && isDigit(text, at)) {
      at++;
    }
    return at;
  }
}
