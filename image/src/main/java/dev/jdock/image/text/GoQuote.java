package dev.jdock.image.text;

/** Go's string literals, written (strconv.Quote) and read (strconv.Unquote). */
public final class GoQuote {
  private GoQuote() {}

  /** In double quotes, with what does not print escaped. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().forEach(c -> quoteRune(out, c, '"'));
    return out.append('"').toString();
  }

  public static String quoteRune(int c) {
    StringBuilder out = new StringBuilder("'");
    quoteRune(out, c, '\'');
    return out.append('\'').toString();
  }

  private static void quoteRune(StringBuilder out, int c, char delimiter) {
    switch (c) {
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 11 -> out.append("\\v");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == delimiter) {
          out.append('\\').append(delimiter);
        } else if (printable(c)) {
          out.appendCodePoint(c);
        } else if (c < 0x80) {
          out.append(String.format("\\x%02x", c));
        } else if (c < 0x10000) {
          out.append(String.format("\\u%04x", c));
        } else {
          out.append(String.format("\\U%08x", c));
        }
      }
    }
  }

  public static boolean printable(int c) {
    if (c == ' ') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** As {@code %#U}: {@code U+0040 '@'}. */
  public static String unicode(int c) {
    String code = String.format("U+%04X", c);
    return printable(c) ? code + " '" + Character.toString(c) + "'" : code;
  }

  /**
   * The text that a literal in double quotes, back quotes or single quotes stands for.
   *
   * @throws IllegalArgumentException {@code invalid syntax}
   */
  public static String unquote(String literal) {
    char delimiter = literal.charAt(0);
    String body = literal.substring(1, literal.length() - 1);
    if (delimiter == '`') {
      return body.replace("\r", "");
    }
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < body.length()) {
      char c = body.charAt(i++);
      if (c == '\n') {
        throw invalid();
      }
      if (c != '\\') {
        out.append(c);
        continue;
      }
      if (i == body.length()) {
        throw invalid();
      }
      i = unescape(body, i, delimiter, out);
    }
    return out.toString();
  }

  private static int unescape(String body, int at, char delimiter, StringBuilder out) {
    char c = body.charAt(at);
    int simple =
        switch (c) {
          case 'a' -> 7;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'v' -> 11;
          case '\\' -> '\\';
          default -> c == delimiter ? c : -1;
        };
    if (simple >= 0) {
      out.append((char) simple);
      return at + 1;
    }
    return switch (c) {
      case 'x' -> numeric(body, at + 1, 2, 16, out);
      case 'u' -> numeric(body, at + 1, 4, 16, out);
      case 'U' -> numeric(body, at + 1, 8, 16, out);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> numeric(body, at, 3, 8, out);
      default -> throw invalid();
    };
  }

  private static int numeric(String body, int from, int digits, int radix, StringBuilder out) {
    if (from + digits > body.length()) {
      throw invalid();
    }
    try {
      out.appendCodePoint(Integer.parseInt(body.substring(from, from + digits), radix));
    } catch (NumberFormatException e) {
      throw invalid();
    }
    return from + digits;
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException("invalid syntax");
  }
}
