package dev.jdock.cli.command.image;

import dev.jdock.image.error.JdockException;
import java.util.regex.Pattern;

/** Shell patterns as Go's path.Match has them: a star does not match a slash. */
final class Glob {
  private final String text;
  private final StringBuilder regex = new StringBuilder();
  private int at;

  private Glob(String text) {
    this.text = text;
  }

  /**
   * @throws JdockException INVALID {@code syntax error in pattern}
   */
  static Pattern pattern(String text) {
    return Pattern.compile(new Glob(text).translate());
  }

  private String translate() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        case '[' -> characterClass();
        case '\\' -> literal(next());
        default -> literal(c);
      }
    }
    return regex.toString();
  }

  private void characterClass() {
    regex.append('[');
    if (at < text.length() && text.charAt(at) == '^') {
      at++;
      regex.append('^');
    }
    for (boolean first = true; ; first = false) {
      char c = next();
      if (c == ']' && !first) {
        break;
      }
      char low = member(c);
      members(low, range(low));
    }
    regex.append("&&[^/]]");
  }

  private char member(char c) {
    if (c == '-' || c == ']') {
      throw invalid();
    }
    return c == '\\' ? next() : c;
  }

  private char range(char low) {
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
      return member(next());
    }
    return low;
  }

  private void members(char low, char high) {
    if (high < low) {
      throw invalid();
    }
    regex.append("\\x{%x}".formatted((int) low));
    if (high != low) {
      regex.append('-').append("\\x{%x}".formatted((int) high));
    }
  }

  private void literal(char c) {
    regex.append(Pattern.quote(String.valueOf(c)));
  }

  private char next() {
    if (at >= text.length()) {
      throw invalid();
    }
    return text.charAt(at++);
  }

  private static JdockException invalid() {
    return JdockException.invalid("syntax error in pattern");
  }
}
