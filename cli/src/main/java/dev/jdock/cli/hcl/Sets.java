package dev.jdock.cli.hcl;

import dev.jdock.cli.hcl.Value.Items;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Sets of values, which have an order of their own. */
public final class Sets {
  private Sets() {}

  public static Items of(Collection<Value> values) {
    var sorted = new TreeSet<Value>(Sets::compare);
    sorted.addAll(values);
    return new Items(Items.Kind.SET, List.copyOf(sorted));
  }

  private static int compare(Value left, Value right) {
    if (left instanceof Value.Num(BigDecimal a) && right instanceof Value.Num(BigDecimal b)) {
      return a.compareTo(b);
    }
    return Comparator.comparing(Value::typeName)
        .thenComparing(Value::toString)
        .compare(left, right);
  }
}
