package dev.jdock.image.registry;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Explains why a response is not a JSON object, with the messages of Go's decoder, which Docker's
 * users know. Servers send HTML or a line of text instead, so the first character decides.
 */
final class NotJson {
  private static final String END = "unexpected end of JSON input";
  private static final List<String> LITERALS = List.of("true", "false", "null");
  private static final int SHOWN = 512;

  private NotJson() {}

  static String reason(byte[] body) {
    String text =
        new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8).stripLeading();
    if (text.isEmpty()) {
      return END;
    }
    for (String literal : LITERALS) {
      if (text.charAt(0) == literal.charAt(0)) {
        return literal(text, literal);
      }
    }
    char first = text.charAt(0);
    if (first >= '0' && first <= '9') {
      return after(text, text.length() - text.replaceFirst("^[0-9]+", "").length());
    }
    return switch (first) {
      case '{', '[', '"', '-' -> "it is not a JSON object";
      default -> invalid(text, 0, "looking for beginning of value");
    };
  }

  private static String literal(String text, String literal) {
    for (int i = 1; i < literal.length(); i++) {
      if (i == text.length()) {
        return END;
      }
      if (text.charAt(i) != literal.charAt(i)) {
        return invalid(
            text, i, "in literal %s (expecting '%c')".formatted(literal, literal.charAt(i)));
      }
    }
    return after(text, literal.length());
  }

  private static String after(String text, int end) {
    int next = end;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    return next == text.length()
        ? "it is not a JSON object"
        : invalid(text, next, "after top-level value");
  }

  private static String invalid(String text, int at, String where) {
    int found = text.codePointAt(at);
    String shown =
        Character.isISOControl(found)
            ? "\\x%02x".formatted(found)
            : found == '\'' || found == '\\' ? "\\" + (char) found : Character.toString(found);
    return "invalid character '" + shown + "' " + where;
  }
}
