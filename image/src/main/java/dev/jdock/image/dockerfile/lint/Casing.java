package dev.jdock.image.dockerfile.lint;

import java.util.Locale;

/** The case of a keyword's letters. */
enum Casing {
  LOWER,
  UPPER,
  MIXED;

  static Casing of(String keyword) {
    if (keyword.equals(keyword.toLowerCase(Locale.ROOT))) {
      return LOWER;
    }
    return keyword.equals(keyword.toUpperCase(Locale.ROOT)) ? UPPER : MIXED;
  }
}
