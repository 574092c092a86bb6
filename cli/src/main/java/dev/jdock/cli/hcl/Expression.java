package dev.jdock.cli.hcl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that can be evaluated. */
public sealed interface Expression {
  Range range();

  record Literal(Value value, Range range) implements Expression {}

  /** Parts that are written one after another; a part alone is a value of its own type. */
  record Template(List<Expression> parts, Range range) implements Expression {}

  /** {@code %{for}}: what a tuple holds, one after another. */
  record Joined(Expression tuple, Range range) implements Expression {}

  record Variable(String name, Range range) implements Expression {}

  record Member(Expression of, String name, Range range) implements Expression {}

  record Index(Expression of, Expression key, Range range) implements Expression {}

  /** {@code of[*].each} or {@code of.*.each}; {@code each} refers to {@link Element}. */
  record Splat(Expression of, Expression each, Element element, Range range)
      implements Expression {}

  /** The element that a splat is at. Each one is another. */
  final class Element implements Expression {
    private final Range range;

    Element(Range range) {
      this.range = range;
    }

    @Override
    public Range range() {
      return range;
    }
  }

  /**
   * @param spread whether the last argument is a list of arguments
   */
  record Call(String name, List<Expression> arguments, boolean spread, Range range)
      implements Expression {}

  record Unary(String operator, Expression operand, Range range) implements Expression {}

  record Binary(String operator, Expression left, Expression right, Range range)
      implements Expression {}

  record Conditional(Expression condition, Expression yes, Expression no, Range range)
      implements Expression {}

  record TupleOf(List<Expression> items, Range range) implements Expression {}

  record ObjectOf(List<Item> items, Range range) implements Expression {
    record Item(Expression key, Expression value) {}
  }

  /**
   * {@code [for k, v in in : value if condition]}, or with braces and a key.
   *
   * @param grouped whether values with one key are put into a tuple
   */
  record For(
      @Nullable String keyName,
      String valueName,
      Expression in,
      @Nullable Expression key,
      Expression value,
      @Nullable Expression condition,
      boolean grouped,
      Range range)
      implements Expression {}

  /** The word that the expression is, where it is nothing but a word. */
  default @Nullable String keyword() {
    return switch (this) {
      case Variable variable -> variable.name();
      case Literal(Value.Null(), _) -> "null";
      case Literal(Value.Bool(boolean flag), _) -> String.valueOf(flag);
      default -> null;
    };
  }

  /** Whether it comes to a text, whatever its parts are. */
  default boolean isText() {
    return switch (this) {
      case Literal literal -> literal.value() instanceof Value.Text;
      case Template template ->
          template.parts().size() != 1 || template.parts().getFirst().isText();
      case Joined _ -> true;
      case Conditional conditional -> conditional.yes().isText() && conditional.no().isText();
      default -> false;
    };
  }

  /** Where it begins, which is what an error about its type points at. */
  default Range start() {
    return switch (this) {
      case Template template ->
          template.parts().isEmpty() ? template.range() : template.parts().getFirst().start();
      case TupleOf _, ObjectOf _, For _ ->
          new Range(range().file(), range().start(), Math.min(range().end(), range().start() + 1));
      case Call call ->
          new Range(range().file(), range().start(), range().start() + call.name().length());
      case Binary binary -> binary.left().start();
      case Conditional conditional -> conditional.condition().start();
      case Member member -> member.of().start();
      case Index index -> index.of().start();
      case Splat splat -> splat.of().start();
      case Literal _, Variable _, Element _, Unary _, Joined _ -> range();
    };
  }
}
