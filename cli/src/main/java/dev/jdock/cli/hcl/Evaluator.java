package dev.jdock.cli.hcl;

import dev.jdock.cli.hcl.Value.Items;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values of expressions. What one configuration may cost is bounded: it is read in the
 * engine's process.
 */
public final class Evaluator {
  /** Expressions evaluated, and items made by functions, all together. */
  private static final int MOST_STEPS = 1_000_000;

  /** Characters of all texts that were put together. */
  private static final long MOST_TEXT = 64L << 20;

  private final Functions functions;
  private final IdentityHashMap<Expression.Element, Value> elements = new IdentityHashMap<>();
  private int steps;
  private long text;

  public Evaluator(Functions functions) {
    this.functions = functions;
  }

  /**
   * @throws HclException for what cannot be evaluated, with its place
   */
  public Value value(Expression expression, Scope scope) {
    count(1, expression.range());
    return switch (expression) {
      case Expression.Literal literal -> literal.value();
      case Expression.Template template -> template(template, scope);
      case Expression.Joined joined ->
          new Value.Text(joined(((Items) value(joined.tuple(), scope)).values(), joined.range()));
      case Expression.Variable variable -> variable(variable, scope);
      case Expression.Member member -> member(member, value(member.of(), scope));
      case Expression.Index index ->
          Access.index(value(index.of(), scope), value(index.key(), scope), index.range());
      case Expression.Splat splat -> splat(splat, scope);
      case Expression.Element element -> elements.getOrDefault(element, new Value.Null());
      case Expression.Call call -> call(call, scope);
      case Expression.Unary unary -> unary(unary, scope);
      case Expression.Binary binary -> binary(binary, scope);
      case Expression.Conditional conditional -> conditional(conditional, scope);
      case Expression.TupleOf tuple ->
          Value.tuple(tuple.items().stream().map(item -> value(item, scope)).toList());
      case Expression.ObjectOf object -> object(object, scope);
      case Expression.For loop -> loop(loop, scope);
    };
  }

  /** Accounts for work. */
  void count(long items, Range range) {
    steps = (int) Math.min(Integer.MAX_VALUE, steps + items);
    if (steps > MOST_STEPS) {
      throw new HclException(
          range, "Too much work", "The configuration takes more than " + MOST_STEPS + " steps.");
    }
  }

  void countText(long characters, Range range) {
    text += characters;
    if (text > MOST_TEXT) {
      throw new HclException(range, "Too much text", "The configuration makes more than 64 MiB.");
    }
  }

  private Value variable(Expression.Variable variable, Scope scope) {
    Value value = scope.variable(variable.name(), variable.range());
    if (value != null) {
      return value;
    }
    throw new HclException(
        variable.range(),
        "Unknown variable",
        "There is no variable named \"" + variable.name() + "\".");
  }

  private static Value member(Expression.Member member, Value of) {
    return Access.member(of, member.name(), member.range());
  }

  private Value template(Expression.Template template, Scope scope) {
    if (template.parts().size() == 1) {
      return value(template.parts().getFirst(), scope);
    }
    var values = new ArrayList<Value>();
    for (Expression part : template.parts()) {
      values.add(value(part, scope));
    }
    return Value.of(joined(values, template.range()));
  }

  private String joined(List<Value> values, Range range) {
    var result = new StringBuilder();
    for (Value value : values) {
      if (value instanceof Value.Null) {
        throw new HclException(
            range,
            "Invalid template interpolation value",
            "The expression result is null. Cannot include a null value in a string template.");
      }
      String part = Conversions.text(value);
      if (part == null) {
        throw new HclException(
            range,
            "Invalid template interpolation value",
            "Cannot include the given value in a string template: string required, but have "
                + value.typeName()
                + ".");
      }
      countText(part.length(), range);
      result.append(part);
    }
    return result.toString();
  }

  private Value splat(Expression.Splat splat, Scope scope) {
    Value of = value(splat.of(), scope);
    List<Value> values =
        switch (of) {
          case Items items -> items.values();
          case Value.Null _ -> List.of();
          default -> List.of(of);
        };
    var result = new ArrayList<Value>();
    for (Value value : values) {
      elements.put(splat.element(), value);
      result.add(value(splat.each(), scope));
    }
    elements.remove(splat.element());
    return Value.tuple(result);
  }

  private Value call(Expression.Call call, Scope scope) {
    Value special = special(call, scope);
    if (special != null) {
      return special;
    }
    var arguments = new ArrayList<Value>();
    for (Expression argument : call.arguments()) {
      arguments.add(value(argument, scope));
    }
    if (call.spread()) {
      Value last = arguments.removeLast();
      if (!(last instanceof Items items)) {
        throw new HclException(
            call.range(),
            "Invalid expanding argument value",
            "The expanding argument (indicated by ...) must be of a tuple, list, or set type.");
      }
      arguments.addAll(items.values());
    }
    Scope.Callable own = scope.function(call.name(), call.range());
    return own != null
        ? own.call(arguments, call.range())
        : functions.call(call.name(), arguments, new Functions.Site(this, call.range()));
  }

  /** Functions whose arguments may fail, or are no values. */
  private @Nullable Value special(Expression.Call call, Scope scope) {
    return switch (call.name()) {
      case "try" -> {
        HclException last = null;
        for (Expression argument : call.arguments()) {
          try {
            yield value(argument, scope);
          } catch (HclException e) {
            last = e;
          }
        }
        throw new HclException(
            call.range(),
            "Error in function call",
            "Call to function \"try\" failed: no expression succeeded"
                + (last == null ? "." : ": " + last.getMessage()));
      }
      case "can" -> {
        Functions.requireCount(call.name(), call.arguments().size(), 1, 1, call.range());
        try {
          value(call.arguments().getFirst(), scope);
          yield new Value.Bool(true);
        } catch (HclException e) {
          yield new Value.Bool(false);
        }
      }
      case "convert" -> {
        Functions.requireCount(call.name(), call.arguments().size(), 2, 2, call.range());
        TypeConstraint type = TypeConstraint.parse(call.arguments().get(1));
        yield type.convert(value(call.arguments().getFirst(), scope), call.range(), "");
      }
      default -> null;
    };
  }

  private Value unary(Expression.Unary unary, Scope scope) {
    Value operand = value(unary.operand(), scope);
    return unary.operator().equals("!")
        ? Value.of(!flag(operand, unary.operand().range()))
        : new Value.Num(number(operand, unary.operand().range()).negate());
  }

  private Value binary(Expression.Binary binary, Scope scope) {
    Value left = value(binary.left(), scope);
    // Both sides are evaluated, whatever the first is: so the language has it.
    Value right = value(binary.right(), scope);
    return switch (binary.operator()) {
      case "==" -> Value.of(Conversions.equal(left, right));
      case "!=" -> Value.of(!Conversions.equal(left, right));
      case "&&" -> {
        boolean first = flag(left, binary.left().range());
        yield Value.of(flag(right, binary.right().range()) && first);
      }
      case "||" -> {
        boolean first = flag(left, binary.left().range());
        yield Value.of(flag(right, binary.right().range()) || first);
      }
      default -> {
        BigDecimal first = number(left, binary.left().range());
        BigDecimal second = number(right, binary.right().range());
        yield Arithmetic.apply(binary.operator(), first, second, binary.range());
      }
    };
  }

  static boolean flag(Value value, Range range) {
    Boolean flag = Conversions.flag(value);
    if (flag == null) {
      throw operand(value, range, "bool");
    }
    return flag;
  }

  static BigDecimal number(Value value, Range range) {
    BigDecimal number = Conversions.number(value);
    if (number == null) {
      throw operand(value, range, "number");
    }
    return number;
  }

  private static HclException operand(Value value, Range range, String wanted) {
    return new HclException(
        range,
        "Invalid operand",
        "Unsuitable value for operand: a "
            + wanted
            + " is required, not "
            + value.typeName()
            + ".");
  }

  private Value conditional(Expression.Conditional conditional, Scope scope) {
    Value condition = value(conditional.condition(), scope);
    Boolean flag = Conversions.flag(condition);
    if (flag == null) {
      throw new HclException(
          conditional.condition().range(),
          condition instanceof Value.Null ? "Null condition" : "Incorrect condition type",
          condition instanceof Value.Null
              ? "The condition value is null. Conditions must either be true or false."
              : "The condition expression must be of type bool.");
    }
    // The other result decides on the type, but may have no value at all.
    Expression chosen = flag ? conditional.yes() : conditional.no();
    Expression other = flag ? conditional.no() : conditional.yes();
    Value result = value(chosen, scope);
    if (other.isText() && (result instanceof Value.Num || result instanceof Value.Bool)) {
      return Value.of(String.valueOf(Conversions.text(result)));
    }
    return result;
  }

  private Value object(Expression.ObjectOf object, Scope scope) {
    Map<String, Value> members = new TreeMap<>();
    for (Expression.ObjectOf.Item item : object.items()) {
      members.put(key(value(item.key(), scope), item.key().range()), value(item.value(), scope));
    }
    return Value.object(members);
  }

  private static String key(Value value, Range range) {
    String key = value instanceof Value.Null ? null : Conversions.text(value);
    if (key == null) {
      throw new HclException(
          range,
          value instanceof Value.Null ? "Null value as key" : "Incorrect key type",
          "Can't use this value as a key: string required.");
    }
    return key;
  }

  private Value loop(Expression.For loop, Scope scope) {
    Value in = value(loop.in(), scope);
    List<Map.Entry<Value, Value>> entries = Access.entries(in);
    if (entries == null) {
      throw new HclException(
          loop.in().range(),
          "Iteration over non-iterable value",
          "A value of type "
              + in.typeName()
              + " cannot be used as the collection in a 'for'"
              + " expression.");
    }
    var items = new ArrayList<Value>();
    Map<String, List<Value>> members = new TreeMap<>();
    for (Map.Entry<Value, Value> entry : entries) {
      Map<String, Value> names = new TreeMap<>();
      if (loop.keyName() != null) {
        names.put(loop.keyName(), entry.getKey());
      }
      names.put(loop.valueName(), entry.getValue());
      Scope inner = scope.with(names);
      if (loop.condition() != null
          && !flag(value(loop.condition(), inner), loop.condition().range())) {
        continue;
      }
      if (loop.key() == null) {
        items.add(value(loop.value(), inner));
        continue;
      }
      String key = key(value(loop.key(), inner), loop.key().range());
      List<Value> values = members.computeIfAbsent(key, _ -> new ArrayList<>());
      if (!values.isEmpty() && !loop.grouped()) {
        throw new HclException(
            loop.key().range(),
            "Duplicate object key",
            "Two different items produced the key \""
                + key
                + "\" in this 'for' expression. If duplicates are expected, use the ellipsis (...)"
                + " after the value expression to enable grouping by key.");
      }
      values.add(value(loop.value(), inner));
    }
    if (loop.key() == null) {
      return Value.tuple(items);
    }
    Map<String, Value> result = new TreeMap<>();
    members.forEach(
        (key, values) -> result.put(key, loop.grouped() ? Value.tuple(values) : values.getFirst()));
    return Value.object(result);
  }
}
