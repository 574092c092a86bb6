package dev.jdock.cli.hcl;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From one primitive type to another, as the language converts by itself; null for none. */
public final class Conversions {
  private Conversions() {}

  /** The text of a text, number or bool; null for all others. */
  public static @Nullable String text(Value value) {
    return switch (value) {
      case Value.Text text -> text.text();
      case Value.Num number -> Numbers.text(number.number());
      case Value.Bool bool -> String.valueOf(bool.flag());
      case Value.Null _, Value.Items _, Value.Members _, Value.Deferred _ -> null;
    };
  }

  public static @Nullable Boolean flag(Value value) {
    return switch (value) {
      case Value.Bool bool -> bool.flag();
      case Value.Text(String text) ->
          switch (text) {
            case "true", "1" -> Boolean.TRUE;
            case "false", "0" -> Boolean.FALSE;
            default -> null;
          };
      case Value.Null _, Value.Num _, Value.Items _, Value.Members _, Value.Deferred _ -> null;
    };
  }

  public static @Nullable BigDecimal number(Value value) {
    return switch (value) {
      case Value.Num number -> number.number();
      case Value.Text text -> Numbers.parse(text.text());
      case Value.Null _, Value.Bool _, Value.Items _, Value.Members _, Value.Deferred _ -> null;
    };
  }

  /** Values of different types are not equal, whatever they look like. */
  public static boolean equal(Value left, Value right) {
    return switch (left) {
      case Value.Num number ->
          right instanceof Value.Num other && number.number().compareTo(other.number()) == 0;
      case Value.Items items -> right instanceof Value.Items other && equal(items, other);
      case Value.Members members ->
          right instanceof Value.Members other && equal(members.values(), other.values());
      case Value.Text _, Value.Bool _, Value.Null _, Value.Deferred _ -> left.equals(right);
    };
  }

  private static boolean equal(Value.Items left, Value.Items right) {
    if (left.values().size() != right.values().size()) {
      return false;
    }
    Iterator<Value> others = right.values().iterator();
    return left.values().stream().allMatch(value -> equal(value, others.next()));
  }

  private static boolean equal(Map<String, Value> left, Map<String, Value> right) {
    return left.keySet().equals(right.keySet())
        && left.entrySet().stream()
            .allMatch(e -> equal(e.getValue(), right.getOrDefault(e.getKey(), new Value.Null())));
  }
}
