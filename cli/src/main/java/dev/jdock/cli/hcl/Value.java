package dev.jdock.cli.hcl;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an expression comes to. */
public sealed interface Value {

  record Text(String text) implements Value {}

  record Num(BigDecimal number) implements Value {}

  record Bool(boolean flag) implements Value {}

  record Null() implements Value {}

  /** Values in order. */
  record Items(Kind kind, List<Value> values) implements Value {
    public enum Kind {
      TUPLE("tuple"),
      LIST("list"),
      SET("set");

      private final String label;

      Kind(String label) {
        this.label = label;
      }
    }

    public Items {
      values = List.copyOf(values);
    }
  }

  /**
   * Values by name.
   *
   * @param map whether it was declared as one, so that what it lacks is an error of another kind
   */
  record Members(boolean map, SequencedMap<String, Value> values) implements Value {
    public Members {
      values = Collections.unmodifiableSequencedMap(new TreeMap<>(values));
    }
  }

  /**
   * Something whose members are found out when they are asked for, and which is no value by itself.
   *
   * @param member null for a name it does not have
   */
  record Deferred(String name, Function<String, @Nullable Value> member) implements Value {}

  static Value of(String text) {
    return new Text(text);
  }

  static Value of(long number) {
    return new Num(BigDecimal.valueOf(number));
  }

  static Value of(boolean flag) {
    return new Bool(flag);
  }

  static Value tuple(List<Value> values) {
    return new Items(Items.Kind.TUPLE, values);
  }

  static Value object(Map<String, Value> values) {
    return new Members(false, new TreeMap<>(values));
  }

  /** The kind of value, in the words of the language. */
  default String typeName() {
    return switch (this) {
      case Text _ -> "string";
      case Num _ -> "number";
      case Bool _ -> "bool";
      case Null _ -> "null";
      case Items items -> items.kind().label;
      case Members members -> members.map() ? "map" : "object";
      case Deferred deferred -> deferred.name();
    };
  }
}
