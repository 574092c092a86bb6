package dev.jdock.cli.hcl.function;

import dev.jdock.cli.hcl.Conversions;
import dev.jdock.cli.hcl.Value;
import dev.jdock.cli.hcl.Value.Items;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists, tuples, maps and objects. */
final class CollectionFunctions {
  private static final int MOST = 1024;

  private CollectionFunctions() {}

  static Map<String, Builtin> all() {
    Map<String, Builtin> all = new HashMap<>();
    all.put("length", Builtin.of(1, CollectionFunctions::length));
    all.put("element", Builtin.of(2, CollectionFunctions::element));
    all.put("index", Builtin.of(2, CollectionFunctions::index));
    all.put("hasindex", Builtin.of(2, a -> Value.of(has(a))));
    all.put("indexof", Builtin.of(2, CollectionFunctions::indexOf));
    all.put("contains", Builtin.of(2, a -> Value.of(position(a.items(0), a.value(1)) >= 0)));
    all.put("lookup", new Builtin(2, 3, CollectionFunctions::lookup));
    all.put("keys", Builtin.of(1, a -> TextFunctions.texts(a, List.copyOf(a.members(0).keySet()))));
    all.put("values", Builtin.of(1, a -> a.made(List.copyOf(a.members(0).values()))));
    all.put("merge", Builtin.from(0, CollectionFunctions::merge));
    all.put("zipmap", Builtin.of(2, CollectionFunctions::zip));
    all.put("concat", Builtin.from(1, CollectionFunctions::concat));
    all.put("flatten", Builtin.of(1, a -> a.made(flat(a.items(0), new ArrayList<>()))));
    all.put("reverselist", Builtin.of(1, a -> a.made(a.items(0).reversed())));
    all.put("distinct", Builtin.of(1, CollectionFunctions::distinct));
    all.put("chunklist", Builtin.of(2, CollectionFunctions::chunks));
    all.put("slice", Builtin.of(3, CollectionFunctions::slice));
    all.put("range", new Builtin(1, 3, CollectionFunctions::range));
    all.put("coalesce", Builtin.from(1, CollectionFunctions::coalesce));
    all.put("coalescelist", Builtin.from(1, CollectionFunctions::coalesceList));
    return all;
  }

  private static Value length(Arguments a) {
    return switch (a.value(0)) {
      case Items items -> Value.of(items.values().size());
      case Value.Members members -> Value.of(members.values().size());
      default -> throw a.failed("a list, set, tuple or map is required");
    };
  }

  private static Value element(Arguments a) {
    List<Value> items = a.items(0);
    if (items.isEmpty()) {
      throw a.failed("cannot use element function with an empty list");
    }
    return items.get(Math.floorMod(a.integer(1), items.size()));
  }

  private static boolean has(Arguments a) {
    if (a.value(0) instanceof Items items) {
      BigDecimal at = Conversions.number(a.value(1));
      return at != null
          && at.signum() >= 0
          && at.stripTrailingZeros().scale() <= 0
          && at.compareTo(BigDecimal.valueOf(items.values().size())) < 0;
    }
    String key = Conversions.text(a.value(1));
    return key != null && a.members(0).containsKey(key);
  }

  private static Value index(Arguments a) {
    if (!has(a)) {
      throw a.failed("invalid index");
    }
    return a.value(0) instanceof Items items
        ? items.values().get(a.integer(1))
        : a.members(0).getOrDefault(a.text(1), new Value.Null());
  }

  static int position(List<Value> items, Value value) {
    for (int i = 0; i < items.size(); i++) {
      if (Conversions.equal(items.get(i), value)) {
        return i;
      }
    }
    return -1;
  }

  private static Value indexOf(Arguments a) {
    int found = position(a.items(0), a.value(1));
    if (found < 0) {
      throw a.failed(a.items(0).isEmpty() ? "cannot search an empty list" : "item not found");
    }
    return Value.of(found);
  }

  private static Value lookup(Arguments a) {
    Value found = a.members(0).get(a.text(1));
    if (found != null) {
      return found;
    }
    if (a.size() == 3) {
      return a.value(2);
    }
    throw a.failed("lookup failed to find key \"" + a.text(1) + "\"");
  }

  private static Value merge(Arguments a) {
    Map<String, Value> result = new TreeMap<>();
    for (int i = 0; i < a.size(); i++) {
      if (!(a.value(i) instanceof Value.Null)) {
        result.putAll(a.members(i));
      }
    }
    a.site().items(result.size());
    return Value.object(result);
  }

  private static Value zip(Arguments a) {
    List<String> keys = a.texts(0);
    List<Value> values = a.items(1);
    if (keys.size() != values.size()) {
      throw a.failed(
          "number of keys ("
              + keys.size()
              + ") does not match number of values ("
              + values.size()
              + ")");
    }
    Map<String, Value> result = new TreeMap<>();
    for (int i = 0; i < keys.size(); i++) {
      result.put(keys.get(i), values.get(i));
    }
    return Value.object(result);
  }

  private static Value concat(Arguments a) {
    var result = new ArrayList<Value>();
    for (int i = 0; i < a.size(); i++) {
      a.site().items(a.items(i).size());
      result.addAll(a.items(i));
    }
    return Value.tuple(result);
  }

  private static List<Value> flat(List<Value> items, List<Value> result) {
    for (Value item : items) {
      if (item instanceof Items inner) {
        flat(inner.values(), result);
      } else {
        result.add(item);
      }
    }
    return result;
  }

  private static Value distinct(Arguments a) {
    var result = new ArrayList<Value>();
    for (Value item : a.items(0)) {
      a.site().items(1 + result.size() / 16);
      if (position(result, item) < 0) {
        result.add(item);
      }
    }
    return Value.tuple(result);
  }

  private static Value chunks(Arguments a) {
    List<Value> items = a.items(0);
    int size = a.integer(1);
    if (size < 0) {
      throw a.failed("the size argument must be positive");
    }
    int step = size == 0 ? Math.max(1, items.size()) : size;
    var result = new ArrayList<Value>();
    for (int i = 0; i < items.size(); i += step) {
      result.add(Value.tuple(items.subList(i, Math.min(items.size(), i + step))));
    }
    return a.made(result);
  }

  private static Value slice(Arguments a) {
    int start = a.integer(1);
    int end = a.integer(2);
    if (start < 0 || end < start || end > a.items(0).size()) {
      throw a.failed("the start and the end index must lie in the list, and in that order");
    }
    return a.made(a.items(0).subList(start, end));
  }

  private static Value range(Arguments a) {
    BigDecimal start = a.size() == 1 ? BigDecimal.ZERO : a.number(0);
    BigDecimal end = a.number(a.size() == 1 ? 0 : 1);
    boolean down = end.compareTo(start) < 0;
    BigDecimal step = a.size() == 3 ? a.number(2) : down ? BigDecimal.ONE.negate() : BigDecimal.ONE;
    if (step.signum() == 0 || (down != step.signum() < 0 && end.compareTo(start) != 0)) {
      throw a.failed("the step must not be zero and must lead from the start to the end");
    }
    var result = new ArrayList<Value>();
    for (BigDecimal at = start;
        down ? at.compareTo(end) > 0 : at.compareTo(end) < 0;
        at = at.add(step)) {
      result.add(new Value.Num(at));
      if (result.size() > MOST) {
        throw a.failed(
            "more than 1024 values were generated; either decrease the difference"
                + " between start and end or use a smaller step");
      }
    }
    return a.made(result);
  }

  private static Value coalesce(Arguments a) {
    return a.values().stream()
        .filter(value -> !(value instanceof Value.Null))
        .findFirst()
        .orElseThrow(() -> a.failed("no non-null arguments"));
  }

  private static Value coalesceList(Arguments a) {
    for (int i = 0; i < a.size(); i++) {
      if (a.value(i) instanceof Items items && !items.values().isEmpty()) {
        return items;
      }
    }
    throw a.failed("no non-null arguments");
  }
}
