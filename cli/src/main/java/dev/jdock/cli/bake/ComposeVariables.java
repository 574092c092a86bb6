package dev.jdock.cli.bake;

import dev.jdock.image.error.JdockException;
import java.util.Map;

/**
 * {@code $NAME}, {@code ${NAME:-default}} and their like in Compose files; {@code $$} is a sign.
 */
final class ComposeVariables {
  private static final int DEEPEST = 20;

  private ComposeVariables() {}

  static String expand(String text, Map<String, String> variables) {
    return expand(text, variables, 0);
  }

  private static String expand(String text, Map<String, String> variables, int depth) {
    if (depth > DEEPEST) {
      throw JdockException.invalid("invalid interpolation format for \"" + text + "\"");
    }
    var result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      char next = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
      if (c != '$') {
        result.append(c);
        at++;
      } else if (next == '$') {
        result.append('$');
        at += 2;
      } else if (next == '{') {
        int end = closing(text, at + 2);
        result.append(braced(text, text.substring(at + 2, end), variables, depth));
        at = end + 1;
      } else {
        int end = name(text, at + 1);
        if (end == at + 1) {
          throw invalid(text);
        }
        result.append(variables.getOrDefault(text.substring(at + 1, end), ""));
        at = end;
      }
    }
    return result.toString();
  }

  private static JdockException invalid(String text) {
    return JdockException.invalid(
        "invalid interpolation format: \""
            + text
            + "\". You may need to escape any $ with another $");
  }

  private static int name(String text, int start) {
    int end = start;
    while (end < text.length()
        && (text.charAt(end) == '_'
            || Character.isLetter(text.charAt(end))
            || (end > start && Character.isDigit(text.charAt(end))))) {
      end++;
    }
    return end;
  }

  private static int closing(String text, int start) {
    int open = 1;
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) == '}' && --open == 0) {
        return i;
      }
      if (text.startsWith("${", i)) {
        open++;
      }
    }
    throw invalid(text);
  }

  private static String braced(
      String whole, String inner, Map<String, String> variables, int depth) {
    int end = name(inner, 0);
    String name = inner.substring(0, end);
    String rest = inner.substring(end);
    if (name.isEmpty()) {
      throw invalid(whole);
    }
    String value = variables.get(name);
    boolean colon = rest.startsWith(":");
    String operator = colon ? rest.substring(1) : rest;
    boolean there = value != null && !(colon && value.isEmpty());
    if (operator.isEmpty() && !colon) {
      return value == null ? "" : value;
    }
    String word = operator.isEmpty() ? "" : operator.substring(1);
    return switch (operator.isEmpty() ? '\0' : operator.charAt(0)) {
      case '-' -> there && value != null ? value : expand(word, variables, depth + 1);
      case '+' -> there ? expand(word, variables, depth + 1) : "";
      case '?' -> {
        if (there && value != null) {
          yield value;
        }
        throw JdockException.invalid(
            "required variable "
                + name
                + " is missing a value"
                + (word.isEmpty() ? "" : ": " + word));
      }
      default -> throw invalid(whole);
    };
  }
}
