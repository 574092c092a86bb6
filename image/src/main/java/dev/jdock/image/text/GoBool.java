package dev.jdock.image.text;

import dev.jdock.image.error.JdockException;
import java.util.Set;

/** Booleans as Go's strconv.ParseBool reads them. */
public final class GoBool {
  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

  private GoBool() {}

  /** Whether it is a text for yes; whatever else it is, it is none. */
  public static boolean isTrue(String text) {
    return TRUE.contains(text);
  }

  /** Whether it is a text for no; whatever else it is, it is none. */
  public static boolean isFalse(String text) {
    return FALSE.contains(text);
  }

  /**
   * @throws JdockException INVALID for all but {@code 1}, {@code t}, {@code T}, {@code true},
   *     {@code TRUE}, {@code True} and their opposites
   */
  public static boolean parse(String text) {
    if (!isTrue(text) && !isFalse(text)) {
      throw JdockException.invalid(
          "strconv.ParseBool: parsing " + GoQuote.quote(text) + ": invalid syntax");
    }
    return isTrue(text);
  }
}
