package dev.jdock.image.dockerfile;

import dev.jdock.image.dockerfile.Directives.SyntaxError;
import dev.jdock.image.text.Wildcards;

/**
 * The patterns of {@code ${x#…}}, {@code ${x%…}} and {@code ${x/…/…}}: {@code *} and {@code ?}, no
 * brackets.
 */
final class ShellPattern {
  /**
   * The largest product of the lengths of a pattern with stars and its text, which is how long a
   * search may take: a second or so.
   */
  private static final long MOST_WORK = 1 << 26;

  private ShellPattern() {}

  static String withoutPrefix(String glob, String value, boolean longest) {
    int[] text = value.codePoints().toArray();
    int end = parse(glob, text).end(text, 0, longest);
    return end < 0 ? value : new String(text, end, text.length - end);
  }

  static String withoutSuffix(String glob, String value, boolean longest) {
    int[] text = new StringBuilder(value).reverse().codePoints().toArray();
    int end = parse(glob, text).reversed().end(text, 0, longest);
    return end < 0
        ? value
        : new StringBuilder(new String(text, end, text.length - end)).reverse().toString();
  }

  /** As Go's regular expressions do: no empty match right behind another. */
  static String replaced(String glob, String value, String replacement, boolean all) {
    int[] text = value.codePoints().toArray();
    Wildcards pattern = parse(glob, text);
    int star = star(glob);
    Wildcards beforeStar = star < 0 ? null : parse(glob.substring(0, star), text);
    var result = new StringBuilder();
    int copied = 0;
    int lastEnd = -1;
    for (int at = 0; at <= text.length; ) {
      int end = pattern.end(text, at, true);
      if (end < 0 && beforeStar != null && beforeStar.end(text, at, true) >= 0) {
        // A star takes all there is: what does not follow it from here does not from further on.
        break;
      }
      if (end < 0 || (end == at && at == lastEnd)) {
        at++;
        continue;
      }
      result.append(new String(text, copied, at - copied)).append(replacement);
      Expander.requireBounded(result);
      copied = end;
      lastEnd = end;
      if (!all) {
        break;
      }
      at = Math.max(end, at + 1);
    }
    return result.append(new String(text, copied, text.length - copied)).toString();
  }

  /** Where the first star is, or -1. */
  private static int star(String glob) {
    for (int at = 0; at < glob.length(); at++) {
      switch (glob.charAt(at)) {
        case '*' -> {
          return at;
        }
        case '\\' -> at++;
        default -> {
          // A character, or any.
        }
      }
    }
    return -1;
  }

  private static Wildcards parse(String glob, int[] text) {
    if (star(glob) >= 0 && (long) glob.length() * text.length > MOST_WORK) {
      throw new SyntaxError("the pattern and its text are too long");
    }
    var pattern = new Wildcards.Builder();
    int[] characters = glob.codePoints().toArray();
    for (int at = 0; at < characters.length; at++) {
      int c = characters[at];
      switch (c) {
        case '*' -> pattern.many(_ -> true);
        case '?' -> pattern.one(_ -> true);
        case '\\' -> {
          int escaped = at + 1 < characters.length ? characters[++at] : 0;
          if ("}/*?\\".indexOf(escaped) < 0) {
            throw new SyntaxError(
                "invalid pattern ("
                    + glob
                    + ") in substitution: invalid escape '\\"
                    + Character.toString(escaped)
                    + "'");
          }
          pattern.literal(escaped);
        }
        default -> pattern.literal(c);
      }
    }
    return pattern.build();
  }
}
