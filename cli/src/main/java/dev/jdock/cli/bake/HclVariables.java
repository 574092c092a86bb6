package dev.jdock.cli.bake;

import dev.jdock.cli.hcl.Body;
import dev.jdock.cli.hcl.Body.Attribute;
import dev.jdock.cli.hcl.Body.Block;
import dev.jdock.cli.hcl.Conversions;
import dev.jdock.cli.hcl.Evaluator;
import dev.jdock.cli.hcl.Expression;
import dev.jdock.cli.hcl.HclException;
import dev.jdock.cli.hcl.Json;
import dev.jdock.cli.hcl.Range;
import dev.jdock.cli.hcl.Scope;
import dev.jdock.cli.hcl.TypeConstraint;
import dev.jdock.cli.hcl.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The variables of HCL files: their defaults, or what the environment has for them. */
final class HclVariables {
  private static final Set<String> RESERVED = Set.of("target", "group");

  private final Evaluator evaluator;
  private final Scope scope;
  private final BakeVariables outside;
  private final Map<String, Declared> declared = new LinkedHashMap<>();
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final Map<String, Value> values = new HashMap<>();
  private final Set<String> inProgress = new HashSet<>();

  /** What all blocks for one variable say. */
  private static final class Declared {
    private final Block block;
    private @Nullable Attribute initial;
    private @Nullable TypeConstraint type;
    private String description = "";
    private final List<Block> validations = new ArrayList<>();

    Declared(Block block) {
      this.block = block;
    }
  }

  HclVariables(Evaluator evaluator, Scope scope, List<Body> files, BakeVariables outside) {
    this.evaluator = evaluator;
    this.scope = scope;
    this.outside = outside;
    for (Body file : files) {
      file.blocks("variable").forEach(this::declare);
      file.attributes()
          .forEach((name, attribute) -> {
            if (!RESERVED.contains(name)) {
              attributes.put(name, attribute);
            }
          });
    }
  }

  private void declare(Block block) {
    if (RESERVED.contains(block.name())) {
      return;
    }
    Declared variable = declared.computeIfAbsent(block.name(), _ -> new Declared(block));
    Attribute initial = block.body().attribute("default");
    if (initial != null) {
      variable.initial = initial;
    }
    Attribute type = block.body().attribute("type");
    if (type != null) {
      variable.type = TypeConstraint.parse(type.value());
    }
    Attribute description = block.body().attribute("description");
    if (description != null) {
      String text = Conversions.text(evaluator.value(description.value(), scope));
      variable.description = text == null ? "" : text;
    }
    variable.validations.addAll(block.body().blocks("validation"));
  }

  /** All of the files, by their names. */
  List<Definition.Variable> all() {
    var result = new TreeMap<String, Definition.Variable>();
    declared.forEach((name, variable) -> {
      Value value = value(name, variable.block.nameRange());
      result.put(
          name,
          new Definition.Variable(
              name,
              variable.description,
              variable.type == null ? "" : variable.type.label(),
              value == null || value instanceof Value.Null ? null : text(value)));
    });
    declared.values().forEach(variable -> variable.validations.forEach(this::validate));
    return List.copyOf(result.values());
  }

  private static String text(Value value) {
    String text = Conversions.text(value);
    return text == null ? Json.text(value) : text;
  }

  private void validate(Block validation) {
    Attribute condition = validation.body().attribute("condition");
    Attribute message = validation.body().attribute("error_message");
    if (condition == null || message == null) {
      throw new HclException(
          validation.header(),
          "Missing required argument",
          "The arguments \"condition\" and \"error_message\" are required.");
    }
    Value result = evaluator.value(condition.value(), scope);
    Boolean holds = Conversions.flag(result);
    Range range = condition.value().range();
    if (holds == null) {
      throw new HclException(
          range,
          "Invalid condition result",
          "Condition expression must return either true or false.");
    }
    if (!holds) {
      String text = Conversions.text(evaluator.value(message.value(), scope));
      throw new HclException(
          range,
          "Validation failed",
          text == null ? "This check failed, but has an invalid error message." : text);
    }
  }

  /** Attributes outside of blocks that nobody asked for may be wrong, too. */
  void checkAttributes() {
    attributes.forEach((name, attribute) -> value(name, attribute.nameRange()));
  }

  /** The value of a variable; null if there is none of that name. */
  @Nullable Value value(String name, Range place) {
    String builtin = outside.builtin().get(name);
    if (builtin != null) {
      return Value.of(builtin);
    }
    Value known = values.get(name);
    if (known != null) {
      return known;
    }
    Attribute attribute = attributes.get(name);
    Declared variable = declared.get(name);
    if (attribute == null && variable == null) {
      return null;
    }
    if (!inProgress.add(name)) {
      throw new HclException(place, "Invalid expression", "variable cycle not allowed for " + name);
    }
    Value value =
        attribute != null
            ? overridden(name, variable, evaluator.value(attribute.value(), scope))
            : initial(name, variable);
    inProgress.remove(name);
    values.put(name, value);
    return value;
  }

  private Value initial(String name, @Nullable Declared variable) {
    if (variable == null) {
      return new Value.Null();
    }
    Attribute initial = variable.initial;
    if (initial == null) {
      Value none = variable.type == null ? Value.of("") : new Value.Null();
      return overridden(name, variable, none);
    }
    Expression expression = initial.value();
    Value value = evaluator.value(expression, scope);
    return overridden(
        name,
        variable,
        variable.type == null ? value : variable.type.convert(value, expression.range(), ""));
  }

  /** The environment's value, as one of the type of the variable or of its default. */
  private Value overridden(String name, @Nullable Declared variable, Value value) {
    if (variable == null) {
      return value;
    }
    TypeConstraint type = variable.type;
    String plain = outside.override(name);
    String jsonName = name + "_JSON";
    String json = declared.containsKey(jsonName) ? null : outside.override(jsonName);
    Range place = variable.block.nameRange();
    if (json != null && (type != null || plain == null)) {
      if (type == null) {
        return Value.of(json);
      }
      return type.convert(Json.parse(json, place), place, "");
    }
    if (plain == null) {
      return value;
    }
    if (type == null) {
      return switch (value) {
        case Value.Text _, Value.Null _ -> Value.of(plain);
        case Value.Num _ ->
            OutsideValues.primitive(name, plain, TypeConstraint.Primitive.NUMBER, place);
        case Value.Bool _ ->
            OutsideValues.primitive(name, plain, TypeConstraint.Primitive.BOOL, place);
        case Value.Items _, Value.Members _, Value.Deferred _ ->
            throw OutsideValues.unsupported(name, value.typeName(), place);
      };
    }
    return OutsideValues.of(name, plain, type, place);
  }
}
