package dev.jdock.image.dockerfile;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Suggests a correction of a misspelt word. */
public final class Suggestion {
  private static final int TOO_FAR = 3;

  private Suggestion() {}

  /**
   * {@code " (did you mean X?)"} with the nearest of {@code options} in the case of {@code word},
   * or nothing when none is near.
   */
  public static String of(String word, Collection<String> options) {
    // Half of a short word wrong is another word.
    return of(word, options, Math.min(TOO_FAR, word.length() / 2 + 1));
  }

  /** As {@link #of}, but a short word may be half wrong, as BuildKit has it everywhere. */
  static String ofShort(String word, Collection<String> options) {
    return of(word, options, TOO_FAR);
  }

  private static String of(String word, Collection<String> options, int tooFar) {
    String lower = word.toLowerCase(Locale.ROOT);
    int best = tooFar;
    String match = "";
    for (String option : options.stream().sorted().toList()) {
      String candidate = option.toLowerCase(Locale.ROOT);
      int distance = distance(lower, candidate);
      if (distance == 0) {
        return "";
      }
      // Among equals the one that only lacks letters of the word: they are forgotten most easily.
      boolean equal = distance == best && !match.isEmpty();
      if (distance < best || equal && lacksOnly(candidate, lower) && !lacksOnly(match, lower)) {
        best = distance;
        match = candidate;
      }
    }
    if (match.isEmpty()) {
      return "";
    }
    String shown =
        word.equals(word.toUpperCase(Locale.ROOT)) ? match.toUpperCase(Locale.ROOT) : match;
    return " (did you mean " + shown + "?)";
  }

  /** Whether all letters of the word are in the option, in their order. */
  private static boolean lacksOnly(String option, String word) {
    int next = 0;
    for (int i = 0; i < option.length() && next < word.length(); i++) {
      next += option.charAt(i) == word.charAt(next) ? 1 : 0;
    }
    return next == word.length();
  }

  /** Levenshtein's: insertions, deletions and replacements of one character. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    Arrays.setAll(previous, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
