package dev.jdock.image.text;

import dev.jdock.image.error.JdockException;
import java.util.function.IntPredicate;

/**
 * A pattern of Go's path.Match, and of filepath.Match on Linux: {@code *} and {@code ?}, which take
 * no slash, {@code [a-z]}, {@code [^a-z]} and {@code \x}.
 */
public final class PathMatch {
  private PathMatch() {}

  /** Whether a text is more than itself as a pattern. */
  public static boolean hasWildcards(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '*' || c == '?' || c == '[') {
        return true;
      }
      if (c == '\\') {
        at++;
      }
    }
    return false;
  }

  /**
   * @throws JdockException INVALID {@code syntax error in pattern}
   */
  public static Wildcards of(String pattern) {
    return compile(pattern, false);
  }

  /**
   * The same, {@code **} standing for any number of directories, as in {@code .dockerignore}.
   *
   * @throws JdockException INVALID {@code syntax error in pattern}
   */
  public static Wildcards withDoubleStar(String pattern) {
    return compile(pattern, true);
  }

  private static Wildcards compile(String text, boolean doubleStar) {
    int[] glob = text.codePoints().toArray();
    var pattern = new Wildcards.Builder();
    int at = 0;
    while (at < glob.length) {
      int c = glob[at++];
      switch (c) {
        case '*' -> {
          if (!doubleStar || at >= glob.length || glob[at] != '*') {
            pattern.many(PathMatch::isNoSlash);
            break;
          }
          at++;
          if (at < glob.length && glob[at] == '/') {
            at++;
          }
          // At the end it takes everything, before a slash any directories including none.
          if (at == glob.length) {
            pattern.many(_ -> true);
          } else {
            pattern.upTo('/');
          }
        }
        case '?' -> pattern.one(PathMatch::isNoSlash);
        case '[' -> at = characterClass(glob, at, pattern);
        case '\\' -> {
          if (at == glob.length) {
            throw bad();
          }
          pattern.literal(glob[at++]);
        }
        default -> pattern.literal(c);
      }
    }
    return pattern.build();
  }

  private static boolean isNoSlash(int character) {
    return character != '/';
  }

  /**
   * Members are characters and ranges of them; both ends of a range may be escaped. A class that
   * has a slash takes it, unlike a star.
   */
  private static int characterClass(int[] glob, int start, Wildcards.Builder pattern) {
    int at = start;
    boolean negated = at < glob.length && glob[at] == '^';
    at += negated ? 1 : 0;
    IntPredicate members = _ -> false;
    for (boolean first = true; ; first = false) {
      if (!first && at < glob.length && glob[at] == ']') {
        break;
      }
      int low = member(glob, at);
      at += glob[at] == '\\' ? 2 : 1;
      int high = low;
      if (at < glob.length && glob[at] == '-') {
        high = member(glob, ++at);
        at += glob[at] == '\\' ? 2 : 1;
      }
      int last = high;
      members = members.or(c -> c >= low && c <= last);
    }
    pattern.one(negated ? members.negate() : members);
    return at + 1;
  }

  /** As Go's getEsc: the class must continue after the character. */
  private static int member(int[] glob, int at) {
    if (at >= glob.length || glob[at] == '-' || glob[at] == ']') {
      throw bad();
    }
    int value = glob[at] == '\\' ? at + 1 : at;
    if (value + 1 >= glob.length) {
      throw bad();
    }
    return glob[value];
  }

  private static JdockException bad() {
    return JdockException.invalid("syntax error in pattern");
  }
}
