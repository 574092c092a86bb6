package dev.jdock.runtime.template;

import dev.jdock.image.text.GoQuote;

/**
 * A lexical element of a template.
 *
 * @param pos offset in the template, in characters
 * @param line 1-based
 */
record Token(Kind kind, int pos, String text, int line) {

  enum Kind {
    ERROR,
    EOF,
    TEXT,
    LEFT_DELIM,
    RIGHT_DELIM,
    SPACE,
    BOOL,
    CHAR,
    CHAR_CONSTANT,
    ASSIGN,
    DECLARE,
    FIELD,
    IDENTIFIER,
    LEFT_PAREN,
    RIGHT_PAREN,
    NUMBER,
    PIPE,
    RAW_STRING,
    STRING,
    VARIABLE,
    DOT,
    NIL,
    BLOCK,
    BREAK,
    CONTINUE,
    DEFINE,
    ELSE,
    END,
    IF,
    RANGE,
    TEMPLATE,
    WITH;

    static Kind ofWord(String word) {
      return switch (word) {
        case "block" -> BLOCK;
        case "break" -> BREAK;
        case "continue" -> CONTINUE;
        case "define" -> DEFINE;
        case "else" -> ELSE;
        case "end" -> END;
        case "if" -> IF;
        case "range" -> RANGE;
        case "nil" -> NIL;
        case "template" -> TEMPLATE;
        case "with" -> WITH;
        case "true", "false" -> BOOL;
        default -> IDENTIFIER;
      };
    }
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** As it appears in error messages. */
  @Override
  public String toString() {
    return switch (kind) {
      case EOF -> "EOF";
      case ERROR -> text;
      case DOT, NIL, BLOCK, BREAK, CONTINUE, DEFINE, ELSE, END, IF, RANGE, TEMPLATE, WITH ->
          "<" + text + ">";
      default ->
          text.length() > 10 ? GoQuote.quote(text.substring(0, 10)) + "..." : GoQuote.quote(text);
    };
  }
}
