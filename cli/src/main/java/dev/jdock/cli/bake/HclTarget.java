package dev.jdock.cli.bake;

import dev.jdock.cli.hcl.Body.Attribute;
import dev.jdock.cli.hcl.Body.Block;
import dev.jdock.cli.hcl.Conversions;
import dev.jdock.cli.hcl.Evaluator;
import dev.jdock.cli.hcl.HclException;
import dev.jdock.cli.hcl.Range;
import dev.jdock.cli.hcl.Scope;
import dev.jdock.cli.hcl.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A target block, or one of those that its matrix makes of it. */
final class HclTarget {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final int MOST = 1_000;

  private final String name;
  private final Block block;
  private final Evaluator evaluator;
  private final Scope scope;
  private final Map<Field, Setting> settings = new EnumMap<>(Field.class);
  private final Set<Field> known = EnumSet.noneOf(Field.class);
  private final Set<Field> inProgress = EnumSet.noneOf(Field.class);

  private HclTarget(String name, Block block, Evaluator evaluator, Scope scope) {
    this.name = name;
    this.block = block;
    this.evaluator = evaluator;
    this.scope = scope;
  }

  /** The targets that a block stands for. */
  static List<HclTarget> of(Block block, Evaluator evaluator, Scope scope) {
    requireName(block.name(), block.nameRange());
    Attribute named = block.body().attribute("name");
    Attribute matrix = block.body().attribute("matrix");
    if (matrix == null) {
      if (named != null) {
        throw new HclException(block.nameRange(), "Invalid name", "name requires matrix");
      }
      return List.of(new HclTarget(block.name(), block, evaluator, scope));
    }
    var result = new ArrayList<HclTarget>();
    var names = new HashSet<String>();
    for (Map<String, Value> row : rows(matrix, evaluator, scope)) {
      Scope inner = scope.with(row);
      String name = block.name();
      if (named != null) {
        name = Conversions.text(evaluator.value(named.value(), inner));
        requireName(name, block.nameRange());
      }
      if (name == null || !names.add(name)) {
        throw new HclException(
            block.nameRange(), "Invalid name", "duplicate name \"" + name + "\"");
      }
      result.add(new HclTarget(name, block, evaluator, inner));
    }
    return result;
  }

  /** Every value of each variable with every one of the others; the last changes slowest. */
  private static List<Map<String, Value>> rows(Attribute matrix, Evaluator evaluator, Scope scope) {
    if (!(evaluator.value(matrix.value(), scope) instanceof Value.Members variables)) {
      throw new HclException(matrix.value().range(), "Invalid name", "matrix must be a map");
    }
    List<Map<String, Value>> rows = List.of(Map.of());
    for (Map.Entry<String, Value> variable : variables.values().entrySet()) {
      if (!(variable.getValue() instanceof Value.Items items)) {
        throw new HclException(
            matrix.value().range(), "Invalid name", "matrix values must be a list");
      }
      var longer = new ArrayList<Map<String, Value>>();
      for (Value value : items.values()) {
        for (Map<String, Value> row : rows) {
          var next = new LinkedHashMap<>(row);
          next.put(variable.getKey(), value);
          longer.add(next);
        }
      }
      if (longer.size() > MOST) {
        throw new HclException(
            matrix.value().range(), "Invalid name", "a matrix has at most " + MOST + " targets");
      }
      rows = longer;
    }
    return rows;
  }

  static void requireName(@Nullable String name, Range range) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new HclException(range, "Invalid name", "only \"" + NAME.pattern() + "\" are allowed");
    }
  }

  String name() {
    return name;
  }

  boolean renamed() {
    return !name.equals(block.name());
  }

  /**
   * A field of it as others see it; null where it does not say.
   *
   * @param place that asks, for a cycle
   */
  @Nullable Value value(Field field, Range place) {
    Setting setting = setting(field, place);
    return setting == null ? null : HclSettings.value(setting);
  }

  private @Nullable Setting setting(Field field, Range place) {
    Attribute attribute = block.body().attribute(field.key());
    if (attribute == null || known.contains(field)) {
      return settings.get(field);
    }
    if (!inProgress.add(field)) {
      throw new HclException(
          place,
          "Invalid expression",
          "reference cycle not allowed for target." + name + "." + field.key());
    }
    Setting setting =
        HclSettings.of(field, evaluator.value(attribute.value(), scope), attribute.value().start());
    inProgress.remove(field);
    known.add(field);
    if (setting != null) {
      settings.put(field, setting);
    }
    return setting;
  }

  Target target() {
    for (Field field : Field.values()) {
      setting(field, block.nameRange());
    }
    return new Target(name, settings);
  }
}
