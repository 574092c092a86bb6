package dev.jdock.image.dockerfile;

import dev.jdock.image.dockerfile.Directives.SyntaxError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The patterns of {@code ${x#…}}, {@code ${x%…}} and {@code ${x/…/…}}: {@code *} and {@code ?}, no
 * brackets.
 */
final class ShellPattern {
  private ShellPattern() {}

  static String withoutPrefix(String glob, String value, boolean longest) {
    Matcher matcher = regex(glob, longest).matcher(value);
    return matcher.lookingAt() ? value.substring(matcher.end()) : value;
  }

  static String withoutSuffix(String glob, String value, boolean longest) {
    Pattern whole = regex(glob, true);
    for (int i = 0; i <= value.length(); i++) {
      int start = longest ? i : value.length() - i;
      if (whole.matcher(value.substring(start)).matches()) {
        return value.substring(0, start);
      }
    }
    return value;
  }

  static String replaced(String glob, String value, String replacement, boolean all) {
    Matcher matcher = regex(glob, true).matcher(value);
    String literal = Matcher.quoteReplacement(replacement);
    return all ? matcher.replaceAll(literal) : matcher.replaceFirst(literal);
  }

  private static Pattern regex(String glob, boolean greedy) {
    var regex = new StringBuilder();
    for (int at = 0; at < glob.length(); at++) {
      char c = glob.charAt(at);
      switch (c) {
        case '*' -> regex.append(greedy ? ".*" : ".*?");
        case '?' -> regex.append('.');
        case '\\' -> {
          char escaped = at + 1 < glob.length() ? glob.charAt(++at) : 0;
          if ("}/*?\\".indexOf(escaped) < 0) {
            throw new SyntaxError(
                "invalid pattern ("
                    + glob
                    + ") in substitution: invalid escape '\\"
                    + escaped
                    + "'");
          }
          regex.append(Pattern.quote(String.valueOf(escaped)));
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
