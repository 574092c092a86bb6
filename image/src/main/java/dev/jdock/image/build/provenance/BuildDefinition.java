package dev.jdock.image.build.provenance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.Material;
import dev.jdock.image.build.NamedContexts.Source;
import dev.jdock.image.build.Provenance;
import dev.jdock.image.build.operation.FileSources;
import dev.jdock.image.build.plan.BuildGraph.FromImage;
import dev.jdock.image.build.plan.BuildPlan;
import dev.jdock.image.build.plan.Change;
import dev.jdock.image.build.plan.Tree;
import dev.jdock.image.dockerfile.Instruction.Document;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.text.Credentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The plan of a build as BuildKit writes down its own: a list of operations in the form that its
 * protocol buffers have in JSON. Steps that the cache had are there, too.
 */
final class BuildDefinition {
  private static final int NONE = -1;

  private final BuildRequest request;
  private final List<Provenance.Step> steps = new ArrayList<>();
  private final Map<String, Integer> sources = new HashMap<>();
  private final Map<Integer, Integer> numbers = new HashMap<>();

  private BuildDefinition(BuildRequest request) {
    this.request = request;
  }

  /** Of the target, with what it needs; the last is an operation that does nothing. */
  static List<Provenance.Step> of(BuildRequest request, BuildPlan plan) {
    var definition = new BuildDefinition(request);
    for (BuildPlan.Step step : plan.steps()) {
      definition.add(step);
    }
    int result = definition.input(plan.target().files());
    ObjectNode nothing = Json.object();
    nothing.putObject("Op");
    definition.steps.add(
        new Provenance.Step(nothing, result == NONE ? List.of() : List.of(result), 0, 0));
    return definition.steps;
  }

  private void add(BuildPlan.Step step) {
    List<Integer> inputs = new ArrayList<>();
    int base = input(step.base());
    if (base != NONE) {
      inputs.add(base);
    }
    ObjectNode operation = Json.object();
    ObjectNode op = operation.putObject("Op");
    switch (step.change()) {
      case Change.Run run -> op.set("exec", exec(run, base, inputs));
      case Change.Files files -> op.set("file", file(files, base, inputs));
      case Change.Workdir workdir -> op.set("file", mkdir(workdir, base));
    }
    SourceRange range = step.instruction().range();
    numbers.put(step.index(), steps.size());
    steps.add(new Provenance.Step(operation, inputs, range.start(), range.end()));
  }

  /** The number of what a step begins with or reads; {@link #NONE} for no files. */
  private int input(Tree tree) {
    return switch (tree) {
      case Tree.Nothing _ -> NONE;
      case Tree.OfStep(int step) -> numbers.getOrDefault(step, NONE);
      case Tree.ContextFolder _ -> source("local://context");
      case Tree.OtherFolder(Path folder) -> source("local://" + name(folder));
      case Tree.OfImage(FromImage image) -> source("docker-image://" + whole(image));
    };
  }

  private String name(Path folder) {
    return request.contexts().byName().entrySet().stream()
        .filter(each -> RequestArguments.origin(each.getValue()).equals(new Source.Folder(folder)))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("context");
  }

  private static String whole(FromImage image) {
    String name = image.text();
    try {
      name = Reference.parse(name).toString();
    } catch (JdockException _) {
      // A context of that name, which need not be the name of an image.
    }
    int at = name.indexOf('@');
    return (at < 0 ? name : name.substring(0, at))
        + "@sha256:"
        + Material.imageDigest(image.text(), image.image());
  }

  private int source(String identifier) {
    return sources.computeIfAbsent(
        identifier,
        _ -> {
          ObjectNode operation = Json.object();
          operation.putObject("Op").putObject("source").put("identifier", identifier);
          steps.add(new Provenance.Step(operation, List.of(), 0, 0));
          return steps.size() - 1;
        });
  }

  /** Which of a step's own inputs it is; it becomes one. */
  private static int own(int number, List<Integer> inputs) {
    if (number == NONE) {
      return NONE;
    }
    if (!inputs.contains(number)) {
      inputs.add(number);
    }
    return inputs.indexOf(number);
  }

  private ObjectNode exec(Change.Run run, int base, List<Integer> inputs) {
    ObjectNode exec = Json.object();
    ObjectNode meta = exec.putObject("meta");
    meta.set("args", Json.array(run.command()));
    List<String> env = new ArrayList<>(run.env());
    if (run.confidential().agentVariable() != null) {
      env.add(run.confidential().agentVariable());
    }
    meta.set("env", Json.array(env));
    String folder = run.image().workingDir();
    meta.put("cwd", folder.isEmpty() ? "/" : folder);
    if (!run.image().user().isEmpty()) {
      meta.put("user", run.image().user());
    }
    ArrayNode mounts = exec.putArray("mounts");
    ObjectNode root = mounts.addObject().put("dest", "/");
    if (base == NONE) {
      root.put("input", NONE);
    }
    Mounts of = new Mounts(mounts);
    run.mounts().forEach(mount -> of.add(mount, own(input(mount.tree()), inputs)));
    run.confidential().secrets().forEach(of::add);
    run.confidential().sockets().forEach(of::add);
    String network =
        request.network().equals("default") ? run.sandbox().network() : request.network();
    switch (network) {
      case "host" -> exec.put("network", 1);
      case "none" -> exec.put("network", 2);
      default -> {}
    }
    if (run.sandbox().insecure()) {
      exec.put("security", 1);
    }
    return exec;
  }

  private ObjectNode file(Change.Files files, int base, List<Integer> inputs) {
    ObjectNode file = Json.object();
    ArrayNode actions = file.putArray("actions");
    List<Integer> from = new ArrayList<>();
    for (String source : files.transfer().sources()) {
      from.add(
          FileSources.isRemote(source)
              ? own(source(Credentials.hidden(source)), inputs)
              : own(input(files.source()), inputs));
    }
    int all = from.size() + files.transfer().documents().size();
    for (String source : files.transfer().sources()) {
      int number = actions.size();
      copy(action(actions, base, inputs.size(), all, from.get(number)), source, files);
    }
    for (Document document : files.transfer().documents()) {
      action(actions, base, inputs.size(), all, NONE)
          .putObject("mkfile")
          .put("path", files.transfer().destination())
          .put("mode", 0644)
          .put("data", document.content().getBytes(StandardCharsets.UTF_8))
          .put("timestamp", -1);
    }
    return file;
  }

  private static void copy(ObjectNode action, String source, Change.Files files) {
    ObjectNode copy = action.putObject("copy");
    copy.put("src", source).put("dest", files.transfer().destination());
    if (!files.transfer().chown().isEmpty()) {
      copy.put("owner", files.transfer().chown());
    }
    if (files.transfer().chmod().isEmpty()) {
      copy.put("mode", -1);
    } else {
      copy.put("modeStr", files.transfer().chmod());
    }
    if (!files.transfer().options().excludes().isEmpty()) {
      copy.set("excludePatterns", Json.array(files.transfer().options().excludes()));
    }
    copy.put("timestamp", -1);
  }

  private static ObjectNode mkdir(Change.Workdir workdir, int base) {
    ObjectNode file = Json.object();
    action(file.putArray("actions"), base, 0, 1, NONE)
        .putObject("mkdir")
        .put("path", workdir.path())
        .put("mode", 0755)
        .put("makeParents", true)
        .put("timestamp", -1);
    return file;
  }

  /**
   * The next of an operation's actions: each works on what the one before has left, and the last
   * one's result is the operation's. What an action leaves has a number after those of the inputs.
   */
  private static ObjectNode action(ArrayNode actions, int base, int inputs, int all, int source) {
    int number = actions.size();
    int first = base == NONE ? NONE : 0;
    return actions
        .addObject()
        .put("input", number == 0 ? first : inputs + number - 1)
        .put("secondaryInput", source)
        .put("output", number == all - 1 ? 0 : NONE)
        .putObject("Action");
  }
}
