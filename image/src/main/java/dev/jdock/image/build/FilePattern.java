package dev.jdock.image.build;

import dev.jdock.image.dockerfile.Glob;
import dev.jdock.image.error.JdockException;
import java.util.function.IntPredicate;

/** Go's filepath.Match: {@code *}, {@code ?}, {@code [a-z]}, {@code [^a-z]} and {@code \x}. */
final class FilePattern {
  private FilePattern() {}

  static boolean hasWildcards(String text) {
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

  /** For one component of a path. */
  static Glob component(String glob) {
    return compile(glob, false);
  }

  /** For a whole path, {@code **} standing for any number of folders. */
  static Glob withDoubleStar(String glob) {
    return compile(glob, true);
  }

  private static Glob compile(String text, boolean doubleStar) {
    int[] glob = text.codePoints().toArray();
    var pattern = new Glob.Builder();
    int at = 0;
    while (at < glob.length) {
      int c = glob[at++];
      switch (c) {
        case '*' -> {
          if (!doubleStar || at >= glob.length || glob[at] != '*') {
            pattern.many(FilePattern::isNoSlash);
            break;
          }
          at++;
          if (at < glob.length && glob[at] == '/') {
            at++;
          }
          // At the end it takes everything, before a slash any folders including none.
          if (at == glob.length) {
            pattern.many(_ -> true);
          } else {
            pattern.upTo('/');
          }
        }
        case '?' -> pattern.one(FilePattern::isNoSlash);
        case '[' -> at = characterClass(text, glob, at, pattern);
        case '\\' -> {
          if (at == glob.length) {
            throw bad(text);
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

  /** Members are characters and ranges of them; both ends of a range may be escaped. */
  private static int characterClass(String text, int[] glob, int start, Glob.Builder pattern) {
    int at = start;
    boolean negated = at < glob.length && glob[at] == '^';
    at += negated ? 1 : 0;
    IntPredicate members = _ -> false;
    for (boolean first = true; ; first = false) {
      if (!first && at < glob.length && glob[at] == ']') {
        break;
      }
      int low = member(text, glob, at);
      at += glob[at] == '\\' ? 2 : 1;
      int high = low;
      if (at < glob.length && glob[at] == '-') {
        high = member(text, glob, ++at);
        at += glob[at] == '\\' ? 2 : 1;
      }
      int last = high;
      members = members.or(c -> c >= low && c <= last);
    }
    IntPredicate set = negated ? members.negate() : members;
    pattern.one(c -> c != '/' && set.test(c));
    return at + 1;
  }

  /** As Go's getEsc: a class has to go on behind it. */
  private static int member(String text, int[] glob, int at) {
    if (at >= glob.length || glob[at] == '-' || glob[at] == ']') {
      throw bad(text);
    }
    int value = glob[at] == '\\' ? at + 1 : at;
    if (value + 1 >= glob.length) {
      throw bad(text);
    }
    return glob[value];
  }

  private static JdockException bad(String glob) {
    return JdockException.invalid("syntax error in pattern \"" + glob + "\"");
  }
}
