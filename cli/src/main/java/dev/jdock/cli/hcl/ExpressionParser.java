package dev.jdock.cli.hcl;

import dev.jdock.cli.hcl.Expression.Binary;
import dev.jdock.cli.hcl.Expression.Conditional;
import dev.jdock.cli.hcl.Expression.Literal;
import dev.jdock.cli.hcl.Expression.Unary;
import dev.jdock.cli.hcl.Expression.Variable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads expressions of the language's own syntax. */
final class ExpressionParser {
  /** From those that bind least. */
  private static final List<List<String>> OPERATORS =
      List.of(
          List.of("||"),
          List.of("&&"),
          List.of("==", "!="),
          List.of("<=", ">=", "<", ">"),
          List.of("+", "-"),
          List.of("*", "/", "%"));

  private static final int LONGEST_NUMBER = 400;

  private final Cursor cursor;
  private final CollectionParser collections;

  ExpressionParser(Cursor cursor) {
    this.cursor = cursor;
    this.collections = new CollectionParser(cursor, this);
  }

  /** An expression in which line ends count as outside of it. */
  Expression parse() {
    Expression condition = binary(0);
    cursor.skip();
    if (!cursor.take("?")) {
      return condition;
    }
    cursor.skip();
    Expression yes = parse();
    cursor.skip();
    if (!cursor.take(":")) {
      throw new HclException(
          cursor.here(),
          "Missing false expression in conditional",
          "The conditional operator (...?...:...) requires a false expression, delimited by a"
              + " colon.");
    }
    cursor.skip();
    Expression no = parse();
    return new Conditional(condition, yes, no, Range.between(condition.range(), no.range()));
  }

  private Expression binary(int level) {
    if (level == OPERATORS.size()) {
      return term();
    }
    Expression left = binary(level + 1);
    while (true) {
      cursor.skip();
      String operator = operator(level);
      if (operator == null) {
        return left;
      }
      cursor.skip();
      Expression right = binary(level + 1);
      left = new Binary(operator, left, right, Range.between(left.range(), right.range()));
    }
  }

  private @Nullable String operator(int level) {
    for (String operator : OPERATORS.get(level)) {
      if (cursor.take(operator)) {
        return operator;
      }
    }
    return null;
  }

  private Expression term() {
    cursor.skip();
    int start = cursor.at();
    if ((cursor.peek() == '!' && cursor.peek(1) != '=') || cursor.peek() == '-') {
      String operator = String.valueOf(cursor.next());
      cursor.deeper();
      Expression operand = term();
      cursor.leave();
      return new Unary(operator, operand, cursor.since(start));
    }
    return traversed(primary());
  }

  private Expression traversed(Expression first) {
    Expression result = first;
    while (true) {
      int start = first.range().start();
      int before = cursor.at();
      // A point may stand on the next line only where line ends do not count.
      cursor.skip();
      if (cursor.peek() == '.' && cursor.peek(1) != '.') {
        cursor.next();
        cursor.skip();
        if (cursor.take("*")) {
          result = splat(result, start, false);
        } else {
          result = member(result, start);
        }
      } else if (cursor.looksAt("[*]")) {
        cursor.take("[*]");
        result = splat(result, start, true);
      } else if (cursor.take("[")) {
        result = index(result, start);
      } else {
        cursor.moveTo(before);
        return result;
      }
    }
  }

  private Expression member(Expression of, int start) {
    int nameStart = cursor.at();
    String name = cursor.word();
    if (!name.isEmpty()) {
      return new Expression.Member(of, name, cursor.since(start));
    }
    while (Character.isDigit(cursor.peek())) {
      cursor.next();
    }
    String digits = cursor.from(nameStart);
    if (digits.isEmpty()) {
      throw new HclException(
          cursor.here(), "Invalid attribute name", "An attribute name is required after a dot.");
    }
    Expression key = new Literal(new Value.Num(new BigDecimal(digits)), cursor.since(nameStart));
    return new Expression.Index(of, key, cursor.since(start));
  }

  private Expression index(Expression of, int start) {
    cursor.enter(false);
    Expression key = parse();
    cursor.skip();
    if (!cursor.take("]")) {
      throw new HclException(
          cursor.here(),
          "Missing close bracket on index",
          "The index operator must end with a closing bracket (\"]\").");
    }
    cursor.leave();
    return new Expression.Index(of, key, cursor.since(start));
  }

  /** What follows {@code .*} until an index belongs to each element; after {@code [*]} all does. */
  private Expression splat(Expression of, int start, boolean full) {
    var element = new Expression.Element(cursor.since(start));
    Expression each = element;
    while (true) {
      if (cursor.peek() == '.' && Cursor.startsWord(cursor.peek(1))) {
        cursor.next();
        each = member(each, start);
      } else if (full && cursor.peek() == '[') {
        cursor.next();
        each = index(each, start);
      } else {
        return new Expression.Splat(of, each, element, cursor.since(start));
      }
    }
  }

  private Expression primary() {
    int start = cursor.at();
    char c = cursor.peek();
    return switch (c) {
      case '(' -> collections.parenthesized();
      case '[' -> collections.tuple();
      case '{' -> collections.object();
      case '"' -> new TemplateParser(cursor).quoted();
      case '<' -> {
        if (cursor.looksAt("<<")) {
          yield new TemplateParser(cursor).heredoc();
        }
        throw noExpression();
      }
      default -> {
        if (c >= '0' && c <= '9') {
          yield number(start);
        }
        String word = cursor.word();
        if (word.isEmpty()) {
          throw noExpression();
        }
        yield named(word, start);
      }
    };
  }

  private HclException noExpression() {
    return new HclException(
        cursor.here(),
        "Invalid expression",
        "Expected the start of an expression, but found an invalid expression token.");
  }

  private Expression number(int start) {
    digits();
    if (cursor.peek() == '.' && Character.isDigit(cursor.peek(1))) {
      cursor.next();
      digits();
    }
    if (cursor.peek() == 'e' || cursor.peek() == 'E') {
      int mark = cursor.at();
      cursor.next();
      if (cursor.peek() == '+' || cursor.peek() == '-') {
        cursor.next();
      }
      if (Character.isDigit(cursor.peek())) {
        digits();
      } else {
        cursor.moveTo(mark);
      }
    }
    Range range = cursor.since(start);
    BigDecimal number = Numbers.parse(cursor.from(start));
    if (range.end() - start > LONGEST_NUMBER || number == null) {
      throw new HclException(range, "Invalid number literal", "The number is out of range.");
    }
    return new Literal(new Value.Num(number), range);
  }

  private void digits() {
    while (cursor.peek() >= '0' && cursor.peek() <= '9') {
      cursor.next();
    }
  }

  private Expression named(String word, int start) {
    Range range = cursor.since(start);
    if (cursor.peek() == '(') {
      return call(word, start);
    }
    return switch (word) {
      case "true" -> new Literal(new Value.Bool(true), range);
      case "false" -> new Literal(new Value.Bool(false), range);
      case "null" -> new Literal(new Value.Null(), range);
      default -> new Variable(word, range);
    };
  }

  private Expression call(String name, int start) {
    cursor.next();
    cursor.enter(false);
    var arguments = new ArrayList<Expression>();
    boolean spread = false;
    cursor.skip();
    while (!cursor.take(")")) {
      arguments.add(parse());
      cursor.skip();
      if (cursor.take("...")) {
        spread = true;
        cursor.skip();
      }
      if (!cursor.take(",") && cursor.peek() != ')') {
        throw new HclException(
            cursor.here(),
            "Missing argument separator",
            "A comma is required to separate each function argument from the next.");
      }
      if (spread && cursor.peek() != ')') {
        throw new HclException(
            cursor.here(),
            "Missing closing parenthesis",
            "An expanded function argument (with ...) must be immediately followed by closing"
                + " parentheses.");
      }
      cursor.skip();
    }
    cursor.leave();
    return new Expression.Call(name, List.copyOf(arguments), spread, cursor.since(start));
  }
}
