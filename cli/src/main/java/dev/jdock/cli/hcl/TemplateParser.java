package dev.jdock.cli.hcl;

import dev.jdock.cli.hcl.Expression.Literal;
import dev.jdock.cli.hcl.Expression.Template;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts with {@code ${…}} and {@code %{…}} in them. */
final class TemplateParser {
  /** A piece of a template, before it is known which belong together. */
  private sealed interface Piece {
    record Words(StringBuilder text, Range range) implements Piece {}

    record Inserted(Expression value) implements Piece {}

    record Directive(
        String word,
        CollectionParser.@Nullable Names names,
        @Nullable Expression value,
        Range range)
        implements Piece {}
  }

  private final Cursor cursor;
  private final List<Piece> pieces = new ArrayList<>();

  /** Whether the next text loses its blanks at the start, for a {@code ~} before it. */
  private boolean strip;

  private int next;

  TemplateParser(Cursor cursor) {
    this.cursor = cursor;
  }

  /** From one quote to the other. */
  Expression quoted() {
    int start = cursor.at();
    cursor.next();
    while (cursor.peek() != '"' || cursor.atEnd()) {
      if (cursor.atEnd() || cursor.peek() == '\n') {
        throw new HclException(
            cursor.here(),
            "Invalid multi-line string",
            "Quoted strings may not be split over multiple lines. To produce a multi-line string,"
                + " either use the \\n escape to represent a newline character or use the"
                + " \"heredoc\" multi-line template syntax.");
      }
      piece(true);
    }
    cursor.next();
    return template(cursor.since(start));
  }

  /** The whole of a text, in which nothing is escaped but the markers. */
  Expression all() {
    int start = cursor.at();
    while (!cursor.atEnd()) {
      piece(false);
    }
    return template(cursor.since(start));
  }

  /** From {@code <<WORD} to the line that is that word. */
  Expression heredoc() {
    int start = cursor.at();
    cursor.take("<<");
    boolean indented = cursor.take("-");
    String word = cursor.word();
    if (word.isEmpty() || cursor.peek() != '\n') {
      throw new HclException(
          cursor.here(), "Invalid expression", "Expected the start of an expression.");
    }
    cursor.next();
    String text = cursor.file().text();
    int end = cursor.at();
    while (!line(text, end).strip().equals(word)) {
      end += line(text, end).length() + 1;
      if (end >= text.length()) {
        throw new HclException(
            new Range(cursor.file(), start, text.length()),
            "Unterminated template string",
            "No closing marker was found for the string.");
      }
    }
    int indent = indented ? indent(text.substring(cursor.at(), end)) : 0;
    while (cursor.at() < end) {
      piece(false);
    }
    int after = end + line(text, end).length();
    cursor.moveTo(text.startsWith("\r", after - 1) ? after - 1 : after);
    if (indent > 0) {
      unindent(indent);
    }
    return template(cursor.since(start));
  }

  private static String line(String text, int start) {
    int end = text.indexOf('\n', start);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private static int indent(String lines) {
    return lines
        .lines()
        .filter(line -> !line.isBlank())
        .mapToInt(line -> line.length() - line.stripLeading().length())
        .min()
        .orElse(0);
  }

  private void unindent(int indent) {
    boolean lineStart = true;
    for (Piece piece : pieces) {
      if (!(piece instanceof Piece.Words words)) {
        lineStart = false;
        continue;
      }
      var text = new StringBuilder();
      for (String line : words.text().toString().split("(?<=\n)", -1)) {
        int blanks = line.length() - line.stripLeading().length();
        boolean ended = line.endsWith("\n");
        int most = line.isBlank() && ended ? line.length() - 1 : blanks;
        text.append(lineStart ? line.substring(Math.min(indent, most)) : line);
        lineStart = ended;
      }
      words.text().setLength(0);
      words.text().append(text);
    }
  }

  private void piece(boolean escapes) {
    int start = cursor.at();
    if (cursor.take("$${")) {
      words("${", start);
    } else if (cursor.take("%%{")) {
      words("%{", start);
    } else if (cursor.take("${")) {
      inserted();
    } else if (cursor.take("%{")) {
      directive(start);
    } else if (escapes && cursor.peek() == '\\') {
      words(escape(), start);
    } else {
      cursor.next();
      words(cursor.from(start), start);
    }
  }

  private void words(String text, int start) {
    if (strip && text.isBlank()) {
      return;
    }
    strip = false;
    if (!pieces.isEmpty() && pieces.getLast() instanceof Piece.Words words) {
      words.text().append(text);
    } else {
      pieces.add(new Piece.Words(new StringBuilder(text), cursor.since(start)));
    }
  }

  private String escape() {
    int start = cursor.at();
    cursor.next();
    char c = cursor.atEnd() ? '\0' : cursor.next();
    return switch (c) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '"' -> "\"";
      case '\\' -> "\\";
      case 'u' -> code(start, 4);
      case 'U' -> code(start, 8);
      default ->
          throw new HclException(
              cursor.since(start),
              "Invalid escape sequence",
              "The symbol \"" + c + "\" is not a valid escape sequence selector.");
    };
  }

  private String code(int start, int digits) {
    int first = cursor.at();
    for (int i = 0; i < digits && Character.digit(cursor.peek(), 16) >= 0; i++) {
      cursor.next();
    }
    String hex = cursor.from(first);
    int code = hex.length() == digits ? Integer.parseUnsignedInt(hex, 16) : -1;
    if (!Character.isValidCodePoint(code)) {
      throw new HclException(
          cursor.since(start),
          "Invalid escape sequence",
          "A unicode character has " + digits + " hexadecimal digits.");
    }
    return Character.toString(code);
  }

  private void opened() {
    if (cursor.take("~") && !pieces.isEmpty() && pieces.getLast() instanceof Piece.Words words) {
      String kept = words.text().toString().stripTrailing();
      words.text().setLength(0);
      words.text().append(kept);
    }
    strip = false;
    cursor.enter(false);
    cursor.skip();
  }

  private void closed() {
    cursor.skip();
    boolean stripping = cursor.take("~");
    if (!cursor.take("}")) {
      throw new HclException(
          cursor.here(),
          "Extra characters after interpolation expression",
          "Expected a closing brace to end the interpolation expression, but found extra"
              + " characters.");
    }
    cursor.leave();
    strip = stripping;
  }

  private void inserted() {
    opened();
    pieces.add(new Piece.Inserted(new ExpressionParser(cursor).parse()));
    closed();
  }

  private void directive(int start) {
    opened();
    String word = cursor.word();
    var expressions = new ExpressionParser(cursor);
    CollectionParser.Names names = null;
    Expression value = null;
    switch (word) {
      case "if" -> value = expressions.parse();
      case "for" -> {
        names = new CollectionParser(cursor, expressions).names();
        value = expressions.parse();
      }
      case "else", "endif", "endfor" -> {}
      default ->
          throw new HclException(
              cursor.since(start),
              "Invalid template control keyword",
              "\"" + word + "\" is not a valid template control keyword.");
    }
    closed();
    pieces.add(new Piece.Directive(word, names, value, cursor.since(start)));
  }

  private Expression template(Range range) {
    Expression result = sequence(range);
    if (next < pieces.size() && pieces.get(next) instanceof Piece.Directive stray) {
      throw unexpected(stray);
    }
    return result;
  }

  private static HclException unexpected(Piece.Directive directive) {
    return new HclException(
        directive.range(),
        "Unexpected " + directive.word() + " directive",
        "The control directives of a template must be balanced.");
  }

  /** Until the end, or a directive that ends something. */
  private Expression sequence(Range range) {
    var parts = new ArrayList<Expression>();
    while (next < pieces.size()) {
      Piece piece = pieces.get(next);
      switch (piece) {
        case Piece.Words(StringBuilder text, Range where) -> {
          next++;
          parts.add(new Literal(Value.of(text.toString()), where));
        }
        case Piece.Inserted(Expression value) -> {
          next++;
          parts.add(value);
        }
        case Piece.Directive directive -> {
          if (directive.value() == null) {
            return new Template(parts, range);
          }
          next++;
          parts.add(block(directive, directive.value(), range));
        }
      }
    }
    return parts.isEmpty() ? new Literal(Value.of(""), range) : new Template(parts, range);
  }

  private Expression block(Piece.Directive opening, Expression value, Range range) {
    cursor.deeper();
    Expression first = text(sequence(range));
    Expression result;
    if (opening.names() != null) {
      end(opening, "endfor");
      CollectionParser.Names names = opening.names();
      result =
          new Expression.Joined(
              new Expression.For(
                  names.key(), names.value(), value, null, first, null, false, opening.range()),
              opening.range());
    } else {
      Expression no = new Literal(Value.of(""), opening.range());
      if (next < pieces.size()
          && pieces.get(next) instanceof Piece.Directive(String word, _, _, _)
          && word.equals("else")) {
        next++;
        no = text(sequence(range));
      }
      end(opening, "endif");
      result = new Expression.Conditional(value, first, no, opening.range());
    }
    cursor.leave();
    return result;
  }

  /** What stands between directives is a text, even when it is one inserted value. */
  private static Expression text(Expression expression) {
    return new Template(
        List.of(new Literal(Value.of(""), expression.range()), expression), expression.range());
  }

  private void end(Piece.Directive opening, String word) {
    if (next < pieces.size() && pieces.get(next) instanceof Piece.Directive directive) {
      if (!directive.word().equals(word)) {
        throw unexpected(directive);
      }
      next++;
      return;
    }
    throw new HclException(
        opening.range(),
        "Unterminated template directive",
        "The " + opening.word() + " directive is missing its corresponding " + word + ".");
  }
}
