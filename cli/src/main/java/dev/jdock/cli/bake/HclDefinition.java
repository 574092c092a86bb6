package dev.jdock.cli.bake;

import dev.jdock.cli.hcl.Body;
import dev.jdock.cli.hcl.Body.Attribute;
import dev.jdock.cli.hcl.Body.Block;
import dev.jdock.cli.hcl.Evaluator;
import dev.jdock.cli.hcl.Expression;
import dev.jdock.cli.hcl.Functions;
import dev.jdock.cli.hcl.HclException;
import dev.jdock.cli.hcl.Range;
import dev.jdock.cli.hcl.Scope;
import dev.jdock.cli.hcl.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the blocks of HCL and JSON files. Whatever is named is found out when it is first asked
 * for, so the order of files and blocks does not matter.
 */
final class HclDefinition implements Scope {
  private final Evaluator evaluator;
  private final HclVariables variables;
  private final Map<String, Block> functions = new LinkedHashMap<>();
  private final List<Block> targetBlocks = new ArrayList<>();
  private final List<Block> groupBlocks = new ArrayList<>();
  private final Map<String, List<HclTarget>> targets = new LinkedHashMap<>();
  private final Map<String, List<String>> renamed = new LinkedHashMap<>();
  private final Set<String> inProgress = new HashSet<>();
  private final Map<String, Callable> callables = new HashMap<>();

  /**
   * @param lookup values from outside
   */
  HclDefinition(Evaluator evaluator, List<Body> files, BakeVariables lookup) {
    this.evaluator = evaluator;
    this.variables = new HclVariables(evaluator, this, files, lookup);
    for (Body file : files) {
      file.blocks("function").forEach(block -> functions.put(block.name(), block));
      targetBlocks.addAll(file.blocks("target"));
      groupBlocks.addAll(file.blocks("group"));
    }
  }

  /**
   * @throws HclException at the first fault
   */
  Definition read() {
    List<Definition.Variable> values = variables.all();
    functions.forEach((name, block) -> function(name, block.nameRange()));
    for (Block block : targetBlocks) {
      for (HclTarget target : HclTarget.of(block, evaluator, this)) {
        targets.computeIfAbsent(target.name(), _ -> new ArrayList<>()).add(target);
        if (target.renamed()) {
          renamed.computeIfAbsent(block.name(), _ -> new ArrayList<>()).add(target.name());
        }
      }
    }
    var definition = Definition.empty();
    for (Block block : groupBlocks) {
      HclTarget.requireName(block.name(), block.nameRange());
      definition = definition.and(ofGroup(group(block)));
    }
    for (List<HclTarget> parts : targets.values()) {
      for (HclTarget part : parts) {
        var single = new LinkedHashMap<String, Target>();
        single.put(part.name(), part.target());
        definition = definition.and(new Definition(new LinkedHashMap<>(), single, List.of()));
      }
    }
    for (Map.Entry<String, List<String>> names : renamed.entrySet()) {
      definition = definition.and(ofGroup(new Group(names.getKey(), "", names.getValue())));
    }
    variables.checkAttributes();
    return definition.and(new Definition(new LinkedHashMap<>(), new LinkedHashMap<>(), values));
  }

  private static Definition ofGroup(Group group) {
    var groups = new LinkedHashMap<String, Group>();
    groups.put(group.name(), group);
    return new Definition(groups, new LinkedHashMap<>(), List.of());
  }

  private Group group(Block block) {
    for (String name : List.of("matrix", "name")) {
      Attribute attribute = block.body().attribute(name);
      if (attribute != null) {
        throw new HclException(
            attribute.nameRange(), "Invalid name", name + " is not supported for groups");
      }
    }
    Attribute members = block.body().attribute("targets");
    if (members == null) {
      throw new HclException(
          block.header(),
          "Missing required argument",
          "The argument \"targets\" is required, but no definition was found.");
    }
    Attribute description = block.body().attribute("description");
    return new Group(
        block.name(),
        description == null
            ? ""
            : ((Setting.Text) setting(Field.DESCRIPTION, description, this)).text(),
        ((Setting.Words) setting(Field.INHERITS, members, this)).words());
  }

  private Setting setting(Field field, Attribute attribute, Scope scope) {
    Setting setting =
        HclSettings.of(field, evaluator.value(attribute.value(), scope), attribute.value().start());
    return setting != null ? setting : new Setting.Words(List.of());
  }

  @Override
  public @Nullable Value variable(String name, Range place) {
    return switch (name) {
      case "target" -> new Value.Deferred("target", target -> member(target, place));
      case "group" ->
          throw new HclException(place, "Invalid expression", "cannot access group as a variable");
      default -> variables.value(name, place);
    };
  }

  private @Nullable Value member(String target, Range place) {
    List<HclTarget> parts = targets.get(target);
    return parts == null
        ? null
        : new Value.Deferred("target", field -> attribute(parts, field, place));
  }

  private @Nullable Value attribute(List<HclTarget> parts, String name, Range place) {
    Field field = Field.of(name);
    if (field == null) {
      return null;
    }
    Value found = new Value.Null();
    for (HclTarget part : parts) {
      Value value = part.value(field, place);
      found = value == null ? found : value;
    }
    return found;
  }

  @Override
  public @Nullable Callable function(String name, Range place) {
    Callable known = callables.get(name);
    Block block = functions.get(name);
    if (known != null || block == null) {
      return known;
    }
    Expression result = required(block, "result").value();
    Expression params = required(block, "params").value();
    Attribute variadic = block.body().attribute("variadic_params");
    var names = new ArrayList<String>();
    if (!(params instanceof Expression.TupleOf list)) {
      throw new HclException(
          params.range(), "Invalid param element", "A list of parameter names is required.");
    }
    list.items().forEach(param -> names.add(HclSettings.word(param)));
    String rest = variadic == null ? null : HclSettings.word(variadic.value());
    Callable callable = (arguments, at) -> call(name, names, rest, result, arguments, at);
    callables.put(name, callable);
    return callable;
  }

  private static Attribute required(Block block, String name) {
    Attribute attribute = block.body().attribute(name);
    if (attribute == null) {
      throw new HclException(
          block.header(),
          "Missing required argument",
          "The argument \"" + name + "\" is required, but no definition was found.");
    }
    return attribute;
  }

  private Value call(
      String name,
      List<String> parameters,
      @Nullable String rest,
      Expression result,
      List<Value> arguments,
      Range at) {
    Functions.requireCount(
        name, arguments.size(), parameters.size(), rest == null ? parameters.size() : -1, at);
    if (!inProgress.add(name)) {
      throw new HclException(at, "Invalid expression", "function cycle not allowed for " + name);
    }
    try {
      Map<String, Value> inner = new HashMap<>();
      for (int i = 0; i < parameters.size(); i++) {
        inner.put(parameters.get(i), arguments.get(i));
      }
      if (rest != null) {
        inner.put(rest, Value.tuple(arguments.subList(parameters.size(), arguments.size())));
      }
      return evaluator.value(result, with(inner));
    } finally {
      inProgress.remove(name);
    }
  }
}
