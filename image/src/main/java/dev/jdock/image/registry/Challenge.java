package dev.jdock.image.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One challenge of a WWW-Authenticate header (RFC 9110, section 11.6.1).
 *
 * @param scheme in lower case
 * @param parameters their names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  Challenge {
    parameters = Map.copyOf(parameters);
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /**
   * A challenge that cannot be parsed is left out: the response may have another one that can be
   * answered.
   */
  static List<Challenge> parseAll(List<String> headers) {
    List<Challenge> challenges = new ArrayList<>();
    headers.forEach(header -> new Parser(header).into(challenges));
    return challenges;
  }

  /** A header may hold several challenges, separated by the commas that separate parameters. */
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    void into(List<Challenge> challenges) {
      String word = word();
      while (!word.isEmpty()) {
        String scheme = word.toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new LinkedHashMap<>();
        word = word();
        while (!word.isEmpty() && peek() == '=') {
          at++;
          parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value());
          word = word();
        }
        challenges.add(new Challenge(scheme, parameters));
      }
    }

    private char peek() {
      skipBlanks();
      return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipBlanks() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
    }

    /** The next token, after commas and blanks; empty at the end. */
    private String word() {
      while (peek() == ',') {
        at++;
      }
      int start = at;
      while (at < text.length() && isToken(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private static boolean isToken(char c) {
      return c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
    }

    private String value() {
      if (peek() == '"') {
        return quoted();
      }
      int start = at;
      while (at < text.length() && ", \t".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at++));
      }
      at = Math.min(at + 1, text.length());
      return value.toString();
    }
  }
}
