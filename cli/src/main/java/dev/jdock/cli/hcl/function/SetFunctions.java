package dev.jdock.cli.hcl.function;

import dev.jdock.cli.hcl.Sets;
import dev.jdock.cli.hcl.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sets, and lists taken for sets. */
final class SetFunctions {
  private SetFunctions() {}

  static Map<String, Builtin> all() {
    Map<String, Builtin> all = new HashMap<>();
    all.put("sethaselement", Builtin.of(2, a -> Value.of(holds(a.items(0), a.value(1)))));
    all.put("setunion", Builtin.from(1, SetFunctions::union));
    all.put("setintersection", Builtin.from(1, SetFunctions::intersection));
    all.put("setsubtract", Builtin.of(2, a -> Sets.of(without(a, 0, 1))));
    all.put("setsymmetricdifference", Builtin.of(2, SetFunctions::difference));
    all.put("setproduct", Builtin.from(1, SetFunctions::product));
    return all;
  }

  private static boolean holds(List<Value> items, Value value) {
    return CollectionFunctions.position(items, value) >= 0;
  }

  private static Value union(Arguments a) {
    var all = new ArrayList<Value>();
    for (int i = 0; i < a.size(); i++) {
      a.site().items(a.items(i).size());
      all.addAll(a.items(i));
    }
    return Sets.of(all);
  }

  private static Value intersection(Arguments a) {
    List<Value> common = a.items(0);
    for (int i = 1; i < a.size(); i++) {
      List<Value> other = a.items(i);
      a.site().items(1 + common.size() * (long) other.size() / 16);
      common = common.stream().filter(value -> holds(other, value)).toList();
    }
    return Sets.of(common);
  }

  private static List<Value> without(Arguments a, int kept, int removed) {
    List<Value> other = a.items(removed);
    a.site().items(1 + a.items(kept).size() * (long) other.size() / 16);
    return a.items(kept).stream().filter(value -> !holds(other, value)).toList();
  }

  private static Value difference(Arguments a) {
    var all = new ArrayList<>(without(a, 0, 1));
    all.addAll(without(a, 1, 0));
    return Sets.of(all);
  }

  private static Value product(Arguments a) {
    if (a.size() < 2) {
      throw a.failed("at least two arguments are required");
    }
    List<List<Value>> rows = List.of(List.of());
    for (int i = 0; i < a.size(); i++) {
      a.site().items(rows.size() * (long) a.items(i).size() * a.size());
      var longer = new ArrayList<List<Value>>();
      for (List<Value> row : rows) {
        for (Value value : a.items(i)) {
          var next = new ArrayList<>(row);
          next.add(value);
          longer.add(next);
        }
      }
      rows = longer;
    }
    return Value.tuple(rows.stream().map(Value::tuple).toList());
  }
}
