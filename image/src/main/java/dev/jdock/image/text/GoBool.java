package dev.jdock.image.text;

import dev.jdock.image.error.JdockException;

/** Booleans as Go's strconv.ParseBool reads them. */
public final class GoBool {
  private GoBool() {}

  /**
   * @throws JdockException INVALID for all but {@code 1}, {@code t}, {@code T}, {@code true},
   *     {@code TRUE}, {@code True} and their opposites
   */
  public static boolean parse(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw JdockException.invalid(
              "strconv.ParseBool: parsing " + GoQuote.quote(text) + ": invalid syntax");
    };
  }
}
