package dev.jdock.runtime.template;

import dev.jdock.image.text.GoQuote;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a template into tokens. It stops at the first error, which it hands on as the last token,
 * so that the parser reports whichever problem comes first in the text.
 */
final class Lexer {
  private static final int EOF = -1;

  private final String input;
  private final List<Token> tokens = new ArrayList<>();
  private int start;
  private int pos;
  private int line = 1;
  private int parenDepth;
  private boolean failed;

  private Lexer(String input) {
    this.input = input;
  }

  static List<Token> tokens(String input) {
    Lexer lexer = new Lexer(input);
    while (!lexer.failed && lexer.pos < input.length()) {
      lexer.text();
    }
    if (!lexer.failed) {
      lexer.emit(Token.Kind.EOF);
    }
    return lexer.tokens;
  }

  private void text() {
    int open = input.indexOf("{{", pos);
    int end = open < 0 ? input.length() : open;
    int textEnd = end;
    if (open >= 0 && leftTrim(open + 2)) {
      while (textEnd > pos && isSpace(input.charAt(textEnd - 1))) {
        textEnd--;
      }
    }
    pos = textEnd;
    if (pos > start) {
      emit(Token.Kind.TEXT);
    }
    pos = end;
    skip();
    if (open >= 0) {
      leftDelim();
    }
  }

  private boolean leftTrim(int at) {
    return at + 1 < input.length() && input.charAt(at) == '-' && isSpace(input.charAt(at + 1));
  }

  private void leftDelim() {
    boolean trim = leftTrim(pos + 2);
    int afterMarker = trim ? 2 : 0;
    if (input.startsWith("/*", pos + 2 + afterMarker)) {
      pos += 2 + afterMarker;
      skip();
      comment();
      return;
    }
    pos += 2;
    emit(Token.Kind.LEFT_DELIM);
    pos += afterMarker;
    skip();
    parenDepth = 0;
    while (!failed && insideAction()) {}
  }

  private void comment() {
    int close = input.indexOf("*/", pos + 2);
    if (close < 0) {
      error("unclosed comment");
      return;
    }
    pos = close + 2;
    if (!atRightDelim()) {
      error("comment ends before closing delimiter");
      return;
    }
    boolean trim = atRightTrim();
    pos += trim ? 4 : 2;
    if (trim) {
      skipSpace();
    }
    skip();
  }

  private boolean atRightTrim() {
    return pos + 1 < input.length()
        && isSpace(input.charAt(pos))
        && input.charAt(pos + 1) == '-'
        && input.startsWith("}}", pos + 2);
  }

  private boolean atRightDelim() {
    return atRightTrim() || input.startsWith("}}", pos);
  }

  /** Returns whether the action goes on. */
  private boolean insideAction() {
    if (atRightDelim()) {
      if (parenDepth != 0) {
        error("unclosed left paren");
        return false;
      }
      rightDelim();
      return false;
    }
    int c = next();
    switch (c) {
      case EOF -> error("unclosed action");
      case '=' -> emit(Token.Kind.ASSIGN);
      case ':' -> declare();
      case '|' -> emit(Token.Kind.PIPE);
      case '"' -> quote('"', Token.Kind.STRING, "unterminated quoted string");
      case '\'' -> quote('\'', Token.Kind.CHAR_CONSTANT, "unterminated character constant");
      case '`' -> rawQuote();
      case '$' -> fieldOrVariable(Token.Kind.VARIABLE, Token.Kind.VARIABLE);
      case '(' -> {
        emit(Token.Kind.LEFT_PAREN);
        parenDepth++;
      }
      case ')' -> rightParen();
      default -> other(c);
    }
    return true;
  }

  private void other(int c) {
    if (isSpace(c)) {
      space();
    } else if (c == '.' && !isDigit(peek())) {
      fieldOrVariable(Token.Kind.FIELD, Token.Kind.DOT);
    } else if (c == '.' || c == '+' || c == '-' || isDigit(c)) {
      pos = start;
      number();
    } else if (isAlphaNumeric(c)) {
      identifier();
    } else if (c > 0x20 && c < 0x7f) {
      emit(Token.Kind.CHAR);
    } else {
      error("unrecognized character in action: " + GoQuote.unicode(c));
    }
  }

  private void rightDelim() {
    boolean trim = atRightTrim();
    if (trim) {
      pos += 2;
      skip();
    }
    pos += 2;
    emit(Token.Kind.RIGHT_DELIM);
    if (trim) {
      skipSpace();
      skip();
    }
  }

  private void rightParen() {
    if (--parenDepth < 0) {
      error("unexpected right paren");
    } else {
      emit(Token.Kind.RIGHT_PAREN);
    }
  }

  private void declare() {
    if (next() == '=') {
      emit(Token.Kind.DECLARE);
    } else {
      error("expected :=");
    }
  }

  private void space() {
    while (isSpace(peek()) && !atRightTrim()) {
      next();
    }
    // A blank that belongs to a closing trim marker is not a token of its own.
    emit(Token.Kind.SPACE);
  }

  private void quote(char delimiter, Token.Kind kind, String unterminated) {
    while (true) {
      int c = next();
      if (c == '\\') {
        c = next();
        if (c != EOF && c != '\n') {
          continue;
        }
      }
      if (c == EOF || c == '\n') {
        error(unterminated);
        return;
      }
      if (c == delimiter) {
        emit(kind);
        return;
      }
    }
  }

  private void rawQuote() {
    int close = input.indexOf('`', pos);
    if (close < 0) {
      pos = input.length();
      error("unterminated raw quoted string");
      return;
    }
    pos = close + 1;
    emit(Token.Kind.RAW_STRING);
  }

  private void fieldOrVariable(Token.Kind named, Token.Kind bare) {
    if (atTerminator()) {
      emit(bare);
      return;
    }
    while (isAlphaNumeric(peek())) {
      next();
    }
    terminated(named);
  }

  private void identifier() {
    while (isAlphaNumeric(peek())) {
      next();
    }
    terminated(Token.Kind.ofWord(input.substring(start, pos)));
  }

  private void terminated(Token.Kind kind) {
    if (atTerminator()) {
      emit(kind);
    } else {
      error("bad character " + GoQuote.unicode(peek()));
    }
  }

  private boolean atTerminator() {
    int c = peek();
    return isSpace(c)
        || switch (c) {
          case EOF, '.', ',', '|', ':', ')', '(' -> true;
          default -> input.startsWith("}}", pos);
        };
  }

  private void number() {
    accept("+-");
    String digits = "0123456789_";
    if (accept("0")) {
      if (accept("xX")) {
        digits = "0123456789abcdefABCDEF_";
      } else if (accept("oO")) {
        digits = "01234567_";
      } else if (accept("bB")) {
        digits = "01_";
      }
    }
    acceptRun(digits);
    if (accept(".")) {
      acceptRun(digits);
    }
    if (digits.length() == 11 && accept("eE")) {
      accept("+-");
      acceptRun("0123456789_");
    }
    if (digits.length() > 20 && accept("pP")) {
      accept("+-");
      acceptRun("0123456789_");
    }
    if (peek() == '+' || peek() == '-') {
      complex();
      return;
    }
    if (isAlphaNumeric(peek())) {
      next();
      error("bad number syntax: " + GoQuote.quote(input.substring(start, pos)));
      return;
    }
    emit(Token.Kind.NUMBER);
  }

  /** Complex numbers are not supported: no value of Docker's is one. */
  private void complex() {
    next();
    acceptRun("0123456789_");
    error("bad number syntax: " + GoQuote.quote(input.substring(start, pos)));
  }

  private boolean accept(String valid) {
    if (peek() != EOF && valid.indexOf(peek()) >= 0) {
      next();
      return true;
    }
    return false;
  }

  private void acceptRun(String valid) {
    while (accept(valid)) {}
  }

  private int peek() {
    return pos < input.length() ? input.codePointAt(pos) : EOF;
  }

  private int next() {
    int c = peek();
    if (c != EOF) {
      pos += Character.charCount(c);
    }
    return c;
  }

  private void skipSpace() {
    while (pos < input.length() && isSpace(input.charAt(pos))) {
      pos++;
    }
  }

  private void skip() {
    for (; start < pos; start++) {
      if (input.charAt(start) == '\n') {
        line++;
      }
    }
  }

  private void emit(Token.Kind kind) {
    tokens.add(new Token(kind, start, input.substring(start, pos), line));
    skip();
  }

  private void error(String message) {
    tokens.add(new Token(Token.Kind.ERROR, start, message, line));
    failed = true;
  }

  private static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isAlphaNumeric(int c) {
    return c == '_' || (c != EOF && Character.isLetterOrDigit(c));
  }
}
