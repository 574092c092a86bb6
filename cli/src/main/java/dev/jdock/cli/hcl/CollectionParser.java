package dev.jdock.cli.hcl;

import dev.jdock.cli.hcl.Expression.Literal;
import dev.jdock.cli.hcl.Expression.ObjectOf;
import dev.jdock.cli.hcl.Expression.TupleOf;
import dev.jdock.cli.hcl.Expression.Variable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in brackets, braces or parentheses. */
final class CollectionParser {
  private final Cursor cursor;
  private final ExpressionParser expressions;

  CollectionParser(Cursor cursor, ExpressionParser expressions) {
    this.cursor = cursor;
    this.expressions = expressions;
  }

  Expression parenthesized() {
    int start = cursor.at();
    cursor.next();
    cursor.enter(false);
    Expression inner = expressions.parse();
    cursor.skip();
    if (!cursor.take(")")) {
      throw new HclException(
          cursor.here(),
          "Unbalanced parentheses",
          "Expected a closing parenthesis to terminate the expression.");
    }
    cursor.leave();
    // Another node, so that a name in parentheses is no key of an object.
    return new Expression.Template(List.of(inner), cursor.since(start));
  }

  Expression tuple() {
    int start = cursor.at();
    cursor.next();
    cursor.enter(false);
    cursor.skip();
    if (loop()) {
      return loop(start, "]");
    }
    var items = new ArrayList<Expression>();
    while (!cursor.take("]")) {
      items.add(expressions.parse());
      cursor.skip();
      if (!cursor.take(",") && cursor.peek() != ']') {
        throw new HclException(
            cursor.here(),
            "Missing item separator",
            "Expected a comma to mark the beginning of the next item.");
      }
      cursor.skip();
    }
    cursor.leave();
    return new TupleOf(items, cursor.since(start));
  }

  Expression object() {
    int start = cursor.at();
    cursor.next();
    cursor.enter(true);
    cursor.skipWithNewlines();
    if (loop()) {
      return loop(start, "}");
    }
    var items = new ArrayList<ObjectOf.Item>();
    while (!cursor.take("}")) {
      items.add(item());
      cursor.skip();
      if (!cursor.take(",") && cursor.peek() != '\n' && cursor.peek() != '}') {
        throw new HclException(
            cursor.here(),
            "Missing attribute separator",
            "Expected a newline or comma to mark the beginning of the next attribute.");
      }
      cursor.skipWithNewlines();
    }
    cursor.leave();
    return new ObjectOf(items, cursor.since(start));
  }

  private ObjectOf.Item item() {
    Expression key = expressions.parse();
    if (key instanceof Variable name) {
      key = new Literal(Value.of(name.name()), name.range());
    }
    cursor.skip();
    if (!cursor.take("=") && !cursor.take(":")) {
      throw new HclException(
          cursor.here(),
          "Missing attribute value",
          "Expected an attribute value, introduced by an equals sign (\"=\").");
    }
    cursor.skip();
    return new ObjectOf.Item(key, expressions.parse());
  }

  private boolean loop() {
    int start = cursor.at();
    boolean found = cursor.word().equals("for") && " \t\n\r".indexOf(cursor.peek()) >= 0;
    if (found) {
      // {for = 1} is an object.
      cursor.skip();
      found = Cursor.startsWord(cursor.peek());
    }
    cursor.moveTo(start);
    return found;
  }

  private Expression loop(int start, String end) {
    cursor.enter(false);
    cursor.word();
    Names names = names();
    Expression in = expressions.parse();
    expect(":", "For expression requires a colon after the collection expression.");
    Expression first = expressions.parse();
    Expression key = null;
    Expression value = first;
    boolean grouped = false;
    cursor.skip();
    if (end.equals("}")) {
      expect("=>", "For expression requires an arrow (\"=>\") between its key and its value.");
      key = first;
      value = expressions.parse();
      cursor.skip();
      grouped = cursor.take("...");
      cursor.skip();
    }
    Expression condition = null;
    int mark = cursor.at();
    if (cursor.word().equals("if")) {
      condition = expressions.parse();
    } else {
      cursor.moveTo(mark);
    }
    expect(end, "Extra characters after the end of the 'for' expression.");
    cursor.leave();
    cursor.leave();
    return new Expression.For(
        names.key(), names.value(), in, key, value, condition, grouped, cursor.since(start));
  }

  /** The variables of a loop. */
  record Names(@Nullable String key, String value) {}

  /** Reads {@code k, v in}. */
  Names names() {
    String first = name();
    String second = null;
    cursor.skip();
    if (cursor.take(",")) {
      second = name();
    }
    cursor.skip();
    if (!cursor.word().equals("in")) {
      throw new HclException(
          cursor.here(),
          "Invalid 'for' expression",
          "For expression requires the 'in' keyword after its name declarations.");
    }
    return second == null ? new Names(null, first) : new Names(first, second);
  }

  private String name() {
    cursor.skip();
    String name = cursor.word();
    if (name.isEmpty()) {
      throw new HclException(
          cursor.here(),
          "Invalid 'for' expression",
          "For expression requires variable name after 'for'.");
    }
    return name;
  }

  private void expect(String word, String complaint) {
    cursor.skip();
    if (!cursor.take(word)) {
      throw new HclException(cursor.here(), "Invalid 'for' expression", complaint);
    }
  }
}
