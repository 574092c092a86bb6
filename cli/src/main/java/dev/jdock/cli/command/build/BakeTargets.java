package dev.jdock.cli.command.build;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.bake.BakeVariables;
import dev.jdock.cli.bake.Definition;
import dev.jdock.cli.bake.DefinitionReader;
import dev.jdock.cli.bake.Plan;
import dev.jdock.cli.bake.PlanText;
import dev.jdock.cli.command.progress.ProgressDisplay;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.hcl.HclException;
import dev.jdock.image.build.NumberedProgress;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code buildx bake}. */
@Command(description = "Build from a file")
public final class BakeTargets extends Action {
  @Mixin private BuilderOption builder = new BuilderOption();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "list",
      description = "Build definition file")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "list",
      description = "Override target value (targetpattern.key=value)")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--var", paramLabel = "list", description = "Set a variable value (name=value)")
  private List<String> variables = new ArrayList<>();

  @Option(names = "--print", description = "Print the options without building")
  private boolean print;

  @Option(names = "--list", paramLabel = "string", description = "List targets or variables")
  private String list = "";

  @Option(names = "--load", description = "Shorthand for --set=*.output=type=docker")
  private boolean load;

  @Option(names = "--push", description = "Shorthand for --set=*.output=type=registry")
  private boolean push;

  @Option(names = "--no-cache", description = "Do every step anew")
  private @Nullable Boolean noCache;

  @Option(names = "--pull", description = "Look for newer base images")
  private @Nullable Boolean pull;

  @Option(
      names = "--sbom",
      paramLabel = "string",
      description = "Shorthand for --set=*.attest=type=sbom")
  private String sbom = "";

  @Option(
      names = "--provenance",
      paramLabel = "string",
      description = "Shorthand for --set=*.attest=type=provenance")
  private String provenance = "";

  @Option(
      names = "--progress",
      paramLabel = "string",
      description = "How to show progress (auto, plain, tty, quiet) (default \"auto\")")
  private String progress = "";

  @Option(
      names = "--metadata-file",
      paramLabel = "string",
      description = "Write the ids of the images to a file")
  private String metadata = "";

  @Option(
      names = "--allow",
      paramLabel = "list",
      description = "Allow build to access specified resources")
  private List<String> allowed = new ArrayList<>();

  @Mixin private CallFlags calls = new CallFlags();

  private final AtomicInteger numbers = new AtomicInteger();

  public BakeTargets() {
    super(Arity.atLeast(0));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    builder.check(invocation);
    if (print && !list.isEmpty()) {
      throw CommandFailure.of("ERROR: --print and --list are mutually exclusive");
    }
    BakeWords words = BakeWords.of(arguments());
    boolean builds = !print && list.isEmpty();
    try (ProgressDisplay display =
            builds
                ? ProgressDisplay.of(mode(invocation), invocation)
                : ProgressDisplay.ofSteps(mode(invocation), invocation);
        BakeSource reader = source(engine, invocation, words.address(), display)) {
      BakeVariables outside = outside(invocation, words.context());
      Definition definition =
          DefinitionReader.read(reader.read(files), outside, reader.dotenv(), reader);
      if (!list.isEmpty()) {
        display.done();
        return list(definition, invocation);
      }
      Plan plan =
          reader.placed(
              Plan.of(definition, words.targets(), changes(), invocation.environment()), allowed);
      if (print) {
        display.done();
        invocation.out().println(PlanText.of(plan));
        return 0;
      }
      return bake(engine, invocation, plan, display);
    } catch (HclException e) {
      throw CommandFailure.of(e.excerpt() + "ERROR: " + e.getMessage());
    } catch (JdockException e) {
      throw CommandFailure.of("ERROR: " + e.getMessage());
    }
  }

  private BakeSource source(
      Engine engine, Invocation invocation, String address, ProgressDisplay all)
      throws InterruptedException {
    var local = new BakeFiles(invocation, new NumberedProgress(all, numbers, name -> name));
    if (address.isEmpty()) {
      return local;
    }
    try (ProgressDisplay display = ProgressDisplay.ofSteps(mode(invocation), invocation)) {
      var remote = new RemoteSource(engine.builds(), invocation, display, RunOptions::none);
      try {
        var fetched = new RemoteBake(invocation, address, remote.fetch(address), local);
        display.done();
        return fetched;
      } catch (JdockException e) {
        display.failed();
        throw e;
      }
    }
  }

  private String mode(Invocation invocation) {
    return progress.isEmpty()
        ? invocation.environment().getOrDefault("BUILDKIT_PROGRESS", "auto")
        : progress;
  }

  private BakeVariables outside(Invocation invocation, String context) {
    Map<String, String> environment = new HashMap<>(invocation.environment());
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      if (equals < 1) {
        throw CommandFailure.of(
            "ERROR: invalid variable value: " + variable + ", expected name=value");
      }
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return new BakeVariables(
        Map.of("BAKE_CMD_CONTEXT", context, "BAKE_LOCAL_PLATFORM", Platform.local().toString()),
        environment);
  }

  private List<String> changes() {
    var all = new ArrayList<>(overrides);
    if (push) {
      all.add("*.push=true");
    }
    if (load) {
      all.add("*.load=true");
    }
    if (noCache != null) {
      all.add("*.no-cache=" + noCache);
    }
    if (pull != null) {
      all.add("*.pull=" + pull);
    }
    attestation("sbom", sbom, all);
    attestation("provenance", provenance, all);
    if (!calls.call().isBuild()) {
      all.add("*.call=" + calls.call().request());
    }
    return all;
  }

  private static void attestation(String type, String value, List<String> all) {
    switch (value) {
      case "" -> {}
      case "true" -> all.add("*.attest=type=" + type);
      case "false" -> all.add("*.attest=type=" + type + ",disabled=true");
      default -> all.add("*.attest=type=" + type + "," + value);
    }
  }

  private int bake(Engine engine, Invocation invocation, Plan plan, ProgressDisplay display)
      throws InterruptedException {
    new BakePermission(allowed).check(plan);
    try {
      BuildCall call = calls.call();
      var run = new BakeRun(engine, invocation, plan, display, numbers, call);
      Map<String, String> ids = run.run();
      display.done();
      write(invocation, ids);
      return answer(new BakeAnswers(plan, run.answers()), call, invocation.out());
    } catch (CommandFailure | JdockException e) {
      display.failed();
      throw e;
    }
  }

  private static int answer(BakeAnswers answers, BuildCall call, PrintStream out) {
    if (call.json()) {
      answers.printDocument(out);
    } else {
      answers.printTexts(out);
    }
    return answers.code();
  }

  private void write(Invocation invocation, Map<String, String> ids) {
    if (metadata.isEmpty()) {
      return;
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ids.forEach((target, id) -> {
      ObjectNode node = root.putObject(target);
      if (!id.isEmpty()) {
        node.put("containerimage.config.digest", id);
      }
    });
    try {
      Files.writeString(
          invocation.files().destination(invocation.absolute(metadata)), PlanText.pretty(root));
    } catch (IOException e) {
      throw CommandFailure.of("ERROR: open " + metadata + ": " + Reason.withoutFile(e));
    }
  }

  private int list(Definition definition, Invocation invocation) {
    boolean json = list.contains("format=json");
    String type =
        List.of(list.split(",", -1)).stream()
            .filter(field -> !field.startsWith("format="))
            .map(field -> field.startsWith("type=") ? field.substring("type=".length()) : field)
            .findFirst()
            .orElse("");
    var listing = new BakeListing(definition, invocation.out());
    switch (type) {
      case "targets" -> listing.targets(json);
      case "variables" -> listing.variables(json);
      default -> throw CommandFailure.of("ERROR: invalid list type \"" + type + "\"");
    }
    return 0;
  }
}
