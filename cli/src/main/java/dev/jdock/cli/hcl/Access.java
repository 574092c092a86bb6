package dev.jdock.cli.hcl;

import dev.jdock.cli.hcl.Value.Items;
import dev.jdock.cli.hcl.Value.Members;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of values. */
final class Access {
  private Access() {}

  static Value member(Value of, String name, Range range) {
    Value found =
        switch (of) {
          case Members members -> members.values().get(name);
          case Value.Deferred deferred -> deferred.member().apply(name);
          case Value.Null _ ->
              throw new HclException(
                  range,
                  "Attempt to get attribute from null value",
                  "This value is null, so it does not have any attributes.");
          case Value.Text _, Value.Num _, Value.Bool _, Items _ -> null;
        };
    if (found != null) {
      return found;
    }
    if (of instanceof Members members && members.map()) {
      throw new HclException(
          range,
          "Missing map element",
          "This map does not have an element with the key \"" + name + "\".");
    }
    throw new HclException(
        range,
        "Unsupported attribute",
        of instanceof Members || of instanceof Value.Deferred
            ? "This object does not have an attribute named \"" + name + "\"."
            : "This value does not have any attributes.");
  }

  static Value index(Value of, Value key, Range range) {
    return switch (of) {
      case Items items -> {
        BigDecimal number = Conversions.number(key);
        if (number == null
            || number.signum() < 0
            || number.stripTrailingZeros().scale() > 0
            || number.compareTo(BigDecimal.valueOf(items.values().size())) >= 0
            || items.kind() == Items.Kind.SET) {
          throw invalid(range);
        }
        yield items.values().get(number.intValueExact());
      }
      case Members members -> {
        String name = Conversions.text(key);
        Value found = name == null ? null : members.values().get(name);
        if (found == null) {
          throw invalid(range);
        }
        yield found;
      }
      case Value.Deferred deferred -> {
        String name = Conversions.text(key);
        if (name == null) {
          throw invalid(range);
        }
        yield member(deferred, name, range);
      }
      case Value.Text _, Value.Num _, Value.Bool _, Value.Null _ ->
          throw new HclException(range, "Invalid index", "This value does not have any indices.");
    };
  }

  private static HclException invalid(Range range) {
    return new HclException(
        range,
        "Invalid index",
        "The given key does not identify an element in this collection value.");
  }

  /** Keys and values in order; null for what has none. */
  static @Nullable List<Map.Entry<Value, Value>> entries(Value of) {
    List<Map.Entry<Value, Value>> result = new ArrayList<>();
    switch (of) {
      case Items items -> {
        for (int i = 0; i < items.values().size(); i++) {
          Value value = items.values().get(i);
          result.add(Map.entry(items.kind() == Items.Kind.SET ? value : Value.of(i), value));
        }
      }
      case Members members ->
          members.values().forEach((k, v) -> result.add(Map.entry(Value.of(k), v)));
      case Value.Text _, Value.Num _, Value.Bool _, Value.Null _, Value.Deferred _ -> {
        return null;
      }
    }
    return result;
  }
}
