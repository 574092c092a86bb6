package dev.jdock.image.dockerfile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a line into words as BuildKit does to find here-documents: quotes hold words together, the
 * backslash escapes whatever a Dockerfile's own escape character is, and {@code <<} takes the
 * blanks after it into its word. Variables stay as they are.
 */
final class HeredocWords {
  private final String text;
  private final boolean raw;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private int at;

  private HeredocWords(String text, boolean raw) {
    this.text = text;
    this.raw = raw;
  }

  /**
   * @param raw whether quotes and escapes stay in the words
   * @return null when a quote is not closed
   */
  static @Nullable List<String> split(String text, boolean raw) {
    return new HeredocWords(text, raw).split();
  }

  private @Nullable List<String> split() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        if (!quoted(c)) {
          return null;
        }
      } else if (c == '\\') {
        escaped();
      } else if (text.startsWith("<<", at)) {
        heredoc();
      } else if (Character.isWhitespace(c)) {
        at++;
        endWord();
      } else {
        word.append(c);
        at++;
      }
    }
    endWord();
    return words;
  }

  private void endWord() {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private boolean quoted(char quote) {
    keepIfRaw(quote);
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == quote) {
        keepIfRaw(quote);
        at++;
        return true;
      }
      if (c == '\\' && quote == '"' && at + 1 < text.length()) {
        char following = text.charAt(at + 1);
        if (following == '"' || following == '$' || following == '\\') {
          keepIfRaw(c);
          c = following;
          at++;
        }
      }
      word.append(c);
      at++;
    }
    return false;
  }

  private void escaped() {
    keepIfRaw('\\');
    at++;
    if (at < text.length()) {
      word.append(text.charAt(at++));
    }
  }

  private void heredoc() {
    word.append("<<");
    at += 2;
    if (at < text.length() && text.charAt(at) == '-') {
      word.append('-');
      at++;
    }
    while (at < text.length() && "\t\r ".indexOf(text.charAt(at)) >= 0) {
      word.append(text.charAt(at++));
    }
  }

  private void keepIfRaw(char c) {
    if (raw) {
      word.append(c);
    }
  }
}
