package dev.jdock.cli.hcl;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A place in a text that is read, and whether line ends count there. */
final class Cursor {
  /** Expressions in expressions: more would only overflow the stack. */
  private static final int DEEPEST = 200;

  private final SourceFile file;
  private final String text;
  private final int limit;
  private final @Nullable Range place;
  private final Deque<Boolean> newlines = new ArrayDeque<>();
  private int at;
  private int depth;

  Cursor(SourceFile file, int start, int limit) {
    this(file, start, limit, null);
  }

  /**
   * @param place of all that is read, where the text stands in another; null if it does not
   */
  Cursor(SourceFile file, int start, int limit, @Nullable Range place) {
    this.place = place;
    this.file = file;
    this.text = file.text();
    this.at = start;
    this.limit = limit;
    newlines.push(true);
  }

  int at() {
    return at;
  }

  void moveTo(int offset) {
    at = offset;
  }

  boolean atEnd() {
    return at >= limit;
  }

  SourceFile file() {
    return file;
  }

  /** The character here; NUL at the end. */
  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < limit ? text.charAt(at + ahead) : '\0';
  }

  boolean looksAt(String word) {
    return at + word.length() <= limit && text.startsWith(word, at);
  }

  boolean take(String word) {
    if (!looksAt(word)) {
      return false;
    }
    at += word.length();
    return true;
  }

  char next() {
    return text.charAt(at++);
  }

  String from(int start) {
    return text.substring(start, at);
  }

  Range since(int start) {
    return place != null ? place : new Range(file, start, at);
  }

  /** The next character, for an error; nothing at the end. */
  Range here() {
    return place != null ? place : new Range(file, at, Math.min(limit, at + 1));
  }

  /** Until {@link #leave}, line ends count, or they are blank. */
  void enter(boolean newlinesCount) {
    newlines.push(newlinesCount);
    if (++depth > DEEPEST) {
      throw new HclException(here(), "Too much nesting", "At most " + DEEPEST + " levels.");
    }
  }

  /** Until {@link #leave}, line ends count as before. */
  void deeper() {
    enter(newlines.getFirst());
  }

  void leave() {
    newlines.pop();
    depth--;
  }

  /** Passes blanks and comments, and line ends where they do not count. */
  void skip() {
    skip(newlines.getFirst());
  }

  void skipWithNewlines() {
    skip(false);
  }

  private void skip(boolean newlinesCount) {
    while (!atEnd()) {
      char c = peek();
      if (c == ' ' || c == '\t' || c == '\r' || (c == '\n' && !newlinesCount)) {
        at++;
      } else if (c == '#' || looksAt("//")) {
        int end = text.indexOf('\n', at);
        at = end < 0 || end > limit ? limit : end;
      } else if (looksAt("/*")) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0 || end + 2 > limit) {
          throw new HclException(
              new Range(file, at, limit), "Unterminated comment", "There is no closing \"*/\".");
        }
        at = end + 2;
      } else {
        return;
      }
    }
  }

  static boolean startsWord(char c) {
    return Character.isUnicodeIdentifierStart(c) || c == '_';
  }

  /** A name, in which dashes are letters; empty if there is none here. */
  String word() {
    int start = at;
    if (startsWord(peek())) {
      at++;
      while (!atEnd() && (Character.isUnicodeIdentifierPart(peek()) || peek() == '-')) {
        at++;
      }
    }
    return from(start);
  }
}
