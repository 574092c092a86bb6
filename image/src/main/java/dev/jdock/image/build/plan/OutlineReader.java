package dev.jdock.image.build.plan;

import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.Outline;
import dev.jdock.image.build.Outline.Access;
import dev.jdock.image.build.Outline.Argument;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.lint.DockerfileLint;
import dev.jdock.image.dockerfile.lint.LintInput;
import dev.jdock.image.dockerfile.lint.StageWatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a target takes from outside: build arguments that are declared and used, secrets and
 * SSH agents, of its own stage and of those that it is made of.
 */
final class OutlineReader implements StageWatch {
  private final BuildRequest request;
  private final BuildReader.Result read;
  private final Dockerfile dockerfile;
  private final StageComments comments;
  private final Map<String, String> global;
  private final Map<String, Argument> globalArguments = new HashMap<>();
  private final Map<String, Set<String>> globalNeeds = new HashMap<>();
  private final Map<String, Argument> arguments = new HashMap<>();
  private final Set<String> usedGlobals = new HashSet<>();
  private final Map<String, Integer> stageOf = new HashMap<>();
  private final Map<String, Access> secrets = new TreeMap<>();
  private final Map<String, Access> agents = new TreeMap<>();

  OutlineReader(BuildRequest request, BuildReader.Result read) {
    this.request = request;
    this.read = read;
    this.dockerfile = read.dockerfile();
    this.comments = StageComments.of(dockerfile);
    this.global = read.arguments().globals();
  }

  Outline read() {
    readGlobals();
    for (BuildGraph.Node node : read.graph().nodes()) {
      Instruction.From from = node.stage().from();
      usedGlobals.addAll(namesIn(from.image()));
      if (from.platform() != null) {
        usedGlobals.addAll(namesIn(from.platform()));
      }
    }
    new DockerfileLint(dockerfile.source(), null, _ -> {})
        .stages(
            dockerfile,
            BuildReader.stages(read.graph()),
            new LintInput(request.buildArgs(), global, _ -> false, this));
    List.copyOf(usedGlobals).forEach(this::useGlobal);
    Instruction.From from = read.graph().target().stage().from();
    String name = from.name() == null ? "" : from.name();
    return new Outline(
        dockerfile.source(),
        name,
        comments.describing(name, from.range()),
        inOrder(arguments.values(), Argument::range),
        inOrder(secrets.values(), Access::range),
        inOrder(agents.values(), Access::range));
  }

  private static <T> List<T> inOrder(Collection<T> values, Function<T, SourceRange> place) {
    List<T> result = new ArrayList<>(values);
    result.sort(Comparator.comparingInt(value -> place.apply(value).start()));
    return result;
  }

  private void readGlobals() {
    for (Instruction.Arg arg : dockerfile.globalArguments()) {
      for (Instruction.Definition definition : arg.definitions()) {
        String name = definition.name();
        boolean written = definition.value() != null && !request.buildArgs().containsKey(name);
        if (written) {
          globalNeeds.put(name, namesIn(String.valueOf(definition.value())));
        }
        globalArguments.put(name, argument(arg, name, global.getOrDefault(name, "")));
      }
    }
  }

  private Argument argument(Instruction.Arg arg, String name, String value) {
    return new Argument(name, value, comments.describing(name, arg.range()), arg.range());
  }

  private Set<String> namesIn(String word) {
    Set<String> result = new HashSet<>();
    String _ =
        new Expander(dockerfile.escape())
            .expand(
                word,
                name -> {
                  result.add(name);
                  return global.get(name);
                });
    return result;
  }

  /** An argument is used with those that its value is made of. */
  private void useGlobal(String name) {
    Argument argument = globalArguments.get(name);
    if (argument != null && arguments.putIfAbsent(name, argument) == null) {
      globalNeeds.getOrDefault(name, Set.of()).forEach(this::useGlobal);
    }
  }

  @Override
  public void argument(
      int stage, Instruction.Arg arg, Instruction.Definition argument, @Nullable String value) {
    String name = argument.name();
    if (value == null && global.containsKey(name)) {
      usedGlobals.add(name);
      return;
    }
    // The target's own comes before those of the stages that it is made of.
    int target = read.graph().target().index();
    if (stageOf.getOrDefault(name, -1) != target || stage == target) {
      stageOf.put(name, stage);
      arguments.put(name, argument(arg, name, value == null ? "" : value));
    }
  }

  @Override
  public void mount(int stage, Instruction.Run run, Map<String, String> options) {
    boolean required = Boolean.parseBoolean(options.getOrDefault("required", "false"));
    String id = options.getOrDefault("id", "");
    switch (options.getOrDefault("type", "bind")) {
      case "secret" -> {
        // A source comes before an id, and the name of the file is what is left.
        String source = options.getOrDefault("source", options.getOrDefault("src", ""));
        String name = source.isEmpty() ? (id.isEmpty() ? fileName(options) : id) : source;
        secrets.putIfAbsent(name, new Access(name, required, run.range()));
      }
      case "ssh" -> {
        String name = id.isEmpty() ? "default" : id;
        agents.putIfAbsent(name, new Access(name, required, run.range()));
      }
      default -> {
        // Files of the build itself are not from outside.
      }
    }
  }

  private static String fileName(Map<String, String> options) {
    String target =
        options.getOrDefault(
            "target", options.getOrDefault("dst", options.getOrDefault("destination", "")));
    return target.substring(target.lastIndexOf('/') + 1);
  }
}
