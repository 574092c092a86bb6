package dev.jdock.image.dockerfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.dockerfile.Directives.SyntaxError;
import dev.jdock.image.oci.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ways in which instructions split their text into words, quotes and variables kept as is. */
final class Words {
  private static final Pattern BLANKS = Pattern.compile("[\\t\\x0B\\f\\r ]+");

  private final char escape;

  Words(char escape) {
    this.escape = escape;
  }

  /** Flags and the rest of a line. */
  record Flagged(List<String> flags, String rest) {}

  /** Splits a line at blanks; quotes have no meaning. */
  static List<String> blankSeparated(String text) {
    return text.isEmpty() ? List.of() : List.of(BLANKS.split(text, -1));
  }

  static String[] firstAndRest(String text) {
    return BLANKS.split(text.strip(), 2);
  }

  /**
   * The strings of a JSON array; null when the text is none, which makes it shell form.
   *
   * @throws SyntaxError for an array of anything else than strings
   */
  static @Nullable List<String> jsonArray(String text) {
    if (!text.stripLeading().startsWith("[")) {
      return null;
    }
    JsonNode array;
    try {
      array = Json.parseOnly(text);
    } catch (JsonProcessingException notJson) {
      return null;
    }
    var result = new ArrayList<String>();
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        throw new SyntaxError(
            "when using JSON array syntax, arrays must be comprised of strings only");
      }
      result.add(element.textValue());
    }
    return result;
  }

  /** Words between white space outside quotes; quotes and escapes stay in the words. */
  List<String> quoted(String text) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean started = false;
    char quote = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quote == 0 && Character.isWhitespace(c)) {
        if (started && !word.isEmpty()) {
          words.add(word.toString());
        }
        word.setLength(0);
        started = false;
        continue;
      }
      started = true;
      boolean escapes = c == escape && quote != '\'';
      if (escapes) {
        if (at + 1 == text.length()) {
          break;
        }
        word.append(c).append(text.charAt(++at));
        continue;
      }
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
      word.append(c);
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  /** Takes {@code --flag} words off the front of a line; quotes in them are removed. */
  Flagged flags(String line) {
    var flags = new ArrayList<String>();
    int at = 0;
    while (true) {
      while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
        at++;
      }
      if (!line.startsWith("--", at)) {
        return new Flagged(flags, line.substring(at));
      }
      var word = new StringBuilder();
      at = unquotedWord(line, at, word);
      if (word.toString().equals("--")) {
        return new Flagged(flags, line.substring(at));
      }
      flags.add(word.toString());
    }
  }

  private int unquotedWord(String line, int start, StringBuilder word) {
    char quote = 0;
    int at = start;
    for (; at < line.length(); at++) {
      char c = line.charAt(at);
      if (quote == 0 && Character.isWhitespace(c)) {
        break;
      }
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == escape) {
        if (++at < line.length()) {
          word.append(line.charAt(at));
        }
      } else {
        word.append(c);
      }
    }
    return Math.min(at, line.length());
  }

  /**
   * Pairs of ENV and LABEL as name, value, separator: {@code name=value …}, or the old {@code name
   * value} whose separator is empty.
   */
  List<String> pairs(String text, String keyword) {
    List<String> words = quoted(text);
    if (words.isEmpty()) {
      return List.of();
    }
    if (!words.getFirst().contains("=")) {
      String[] parts = BLANKS.split(text, 2);
      if (parts.length < 2) {
        throw new SyntaxError(keyword + " must have two arguments");
      }
      return List.of(parts[0], parts[1], "");
    }
    var result = new ArrayList<String>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new SyntaxError(
            "Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
      }
      result.add(word.substring(0, equals));
      result.add(word.substring(equals + 1));
      result.add("=");
    }
    return result;
  }
}
