package dev.jdock.runtime.template;

import dev.jdock.image.text.GoQuote;
import dev.jdock.runtime.template.Token.Kind;
import java.util.List;

/** Iterates over the tokens of a text, and keeps the position for error messages. */
final class TokenCursor {
  private final String name;
  private final List<Token> tokens;
  private int next;
  private int actionLine;

  /**
   * @param name of the template, for errors
   */
  TokenCursor(String name, List<Token> tokens) {
    this.name = name;
    this.tokens = tokens;
  }

  /** Where it is, for {@link #back}. */
  int mark() {
    return next;
  }

  void back(int mark) {
    next = mark;
  }

  /** An action begins in a line, which errors in later lines tell; 0 when it has ended. */
  void action(int line) {
    actionLine = line;
  }

  Token peek() {
    return tokens.get(next);
  }

  Token take() {
    Token token = tokens.get(next);
    // The last token, an error or the end, can be read again and again.
    if (next < tokens.size() - 1) {
      next++;
    }
    return token;
  }

  void skipSpace() {
    while (peek().is(Kind.SPACE)) {
      take();
    }
  }

  Token takeNonSpace() {
    skipSpace();
    return take();
  }

  Token peekNonSpace() {
    int at = next;
    while (tokens.get(at).is(Kind.SPACE)) {
      at++;
    }
    return tokens.get(at);
  }

  Token expect(Kind kind, String context) {
    Token token = takeNonSpace();
    if (!token.is(kind)) {
      throw unexpected(token, context);
    }
    return token;
  }

  TemplateException unexpected(Token token, String context) {
    if (!token.is(Kind.ERROR)) {
      return error(token.line(), "unexpected " + token + " in " + context);
    }
    String extra = "";
    if (actionLine != 0 && actionLine != token.line()) {
      extra = (token.text().endsWith(" action") ? "" : " in action") + " started at :" + actionLine;
    }
    return error(token.line(), token + extra);
  }

  TemplateException error(String message) {
    return error(tokens.get(Math.max(0, next - 1)).line(), message);
  }

  private TemplateException error(int line, String message) {
    return new TemplateException("template: " + name + ":" + line + ": " + message);
  }

  String unquote(String literal) {
    try {
      return GoQuote.unquote(literal);
    } catch (IllegalArgumentException e) {
      throw error("invalid syntax");
    }
  }

  Object character(String literal) {
    String text = unquote(literal);
    if (text.isEmpty()) {
      throw error("invalid syntax");
    }
    if (text.codePointCount(0, text.length()) != 1) {
      throw error("malformed character constant: " + literal);
    }
    return (long) text.codePointAt(0);
  }

  Object number(String literal) {
    try {
      return GoNumber.parse(literal);
    } catch (NumberFormatException e) {
      throw error(
          e.getMessage() != null && e.getMessage().equals("overflow")
              ? "integer overflow: " + GoQuote.quote(literal)
              : "illegal number syntax: " + GoQuote.quote(literal));
    }
  }
}
