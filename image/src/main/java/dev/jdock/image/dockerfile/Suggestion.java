package dev.jdock.image.dockerfile;

import static java.util.stream.Collectors.toSet;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/** Suggests a correction of a misspelt word, as BuildKit does. */
public final class Suggestion {
  private static final int TOO_FAR = 3;

  private Suggestion() {}

  /**
   * {@code " (did you mean X?)"} with the nearest of {@code options} in the case of {@code word},
   * or nothing when none is near. The case of letters does not count.
   */
  public static String of(String word, Collection<String> options) {
    String match = nearest(word.toLowerCase(Locale.ROOT), lowerCase(options), TOO_FAR, false);
    boolean upper = word.equals(word.toUpperCase(Locale.ROOT));
    return shown(upper ? match.toUpperCase(Locale.ROOT) : match);
  }

  /** The same for names whose case counts. */
  public static String ofName(String name, Collection<String> options) {
    return shown(nearest(name, options));
  }

  /** The same for what a person types: a short word of which half is wrong is another word. */
  public static String ofCommand(String word, Collection<String> options) {
    return shown(nearest(word, options, Math.min(TOO_FAR, word.length() / 2 + 1), true));
  }

  /**
   * The nearest option to a name whose case counts, of several the first; empty when none is near.
   */
  public static String nearest(String name, Collection<String> options) {
    return nearest(name, options, TOO_FAR, false);
  }

  private static Collection<String> lowerCase(Collection<String> options) {
    return options.stream().map(option -> option.toLowerCase(Locale.ROOT)).collect(toSet());
  }

  private static String shown(String match) {
    return match.isEmpty() ? "" : " (did you mean " + match + "?)";
  }

  /**
   * @param forgotten whether, of equally near options, one that only lacks letters of the word
   *     comes first: they are forgotten most easily
   */
  private static String nearest(
      String word, Collection<String> options, int tooFar, boolean forgotten) {
    int best = tooFar;
    String match = "";
    // A set has no order: it gets one, so that the same mistake always has the same answer.
    for (String option : options instanceof Set ? options.stream().sorted().toList() : options) {
      if (option.equals(word)) {
        // The word is no mistake then.
        return "";
      }
      int distance = distance(word, option);
      boolean equal = forgotten && distance == best && !match.isEmpty();
      if (distance < best || equal && lacksOnly(option, word) && !lacksOnly(match, word)) {
        best = distance;
        match = option;
      }
    }
    return match;
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
