package dev.jdock.image.build;

import dev.jdock.image.error.JdockException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

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
  static Pattern component(String glob) {
    return compile(glob, false);
  }

  /** For a whole path, {@code **} standing for any number of folders. */
  static Pattern withDoubleStar(String glob) {
    return compile(glob, true);
  }

  private static Pattern compile(String glob, boolean doubleStar) {
    var regex = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      char c = glob.charAt(at++);
      switch (c) {
        case '*' -> {
          if (!doubleStar || at >= glob.length() || glob.charAt(at) != '*') {
            regex.append("[^/]*");
            break;
          }
          at++;
          if (at < glob.length() && glob.charAt(at) == '/') {
            at++;
          }
          // At the end it takes everything, before a slash any folders including none.
          regex.append(at == glob.length() ? ".*" : "(.*/)?");
        }
        case '?' -> regex.append("[^/]");
        case '[' -> at = characterClass(glob, at, regex);
        case '\\' -> {
          if (at == glob.length()) {
            throw bad(glob);
          }
          regex.append(Pattern.quote(String.valueOf(glob.charAt(at++))));
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    try {
      return Pattern.compile(regex.toString(), Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw bad(glob);
    }
  }

  private static int characterClass(String glob, int start, StringBuilder regex) {
    int at = start;
    regex.append("(?!/)[");
    if (at < glob.length() && glob.charAt(at) == '^') {
      regex.append('^');
      at++;
    }
    int first = at;
    while (at < glob.length() && (glob.charAt(at) != ']' || at == first)) {
      char c = glob.charAt(at++);
      if (c == ']' || (c == '\\' && at == glob.length())) {
        throw bad(glob);
      }
      if (c == '\\') {
        c = glob.charAt(at++);
        regex.append('\\').append(c);
      } else if (c == '-') {
        regex.append('-');
      } else {
        regex.append(Character.isLetterOrDigit(c) ? String.valueOf(c) : "\\" + c);
      }
    }
    if (at >= glob.length()) {
      throw bad(glob);
    }
    regex.append(']');
    return at + 1;
  }

  private static JdockException bad(String glob) {
    return JdockException.invalid("syntax error in pattern \"" + glob + "\"");
  }
}
