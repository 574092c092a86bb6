package dev.jdock.image.build.plan;

import dev.jdock.image.build.Platform;
import dev.jdock.image.build.plan.BuildGraph.Context;
import dev.jdock.image.build.plan.BuildGraph.FromFolder;
import dev.jdock.image.build.plan.BuildGraph.FromImage;
import dev.jdock.image.build.plan.BuildGraph.FromStage;
import dev.jdock.image.build.plan.BuildGraph.Node;
import dev.jdock.image.build.plan.BuildGraph.Scratch;
import dev.jdock.image.build.plan.BuildGraph.Source;
import dev.jdock.image.build.plan.BuildGraph.Step;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.dockerfile.Expansion;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.Instruction.Transfer;
import dev.jdock.image.dockerfile.RunMount;
import dev.jdock.image.dockerfile.RunMounts;
import dev.jdock.image.error.JdockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans one stage, instruction by instruction; the stages it depends on must have been planned.
 * Nothing is run for it.
 */
public final class StagePlanner {
  private static final Expander DOCUMENTS = Expander.forDocuments();

  private final Node node;
  private final Map<Integer, StageState> planned;
  private final Dockerfile dockerfile;
  private final BuildArguments arguments;
  private final BuildPlan.Draft plan;
  private final StepNames names;
  private final Expander expander;
  private final StageState state;

  /**
   * @param planned the stages so far, by their indexes
   * @param plan receives the steps
   */
  public StagePlanner(
      Node node,
      Map<Integer, StageState> planned,
      Dockerfile dockerfile,
      BuildArguments arguments,
      Platform platform,
      BuildPlan.Draft plan) {
    this.node = node;
    this.planned = planned;
    this.dockerfile = dockerfile;
    this.arguments = arguments;
    this.plan = plan;
    this.expander = new Expander(dockerfile.escape());
    String label = dockerfile.readsOneStage() ? "" : node.label();
    this.names = new StepNames(label, node.shownSteps(), expander);
    this.state =
        switch (node.base()) {
          case Scratch _ -> StageState.scratch(platform);
          case FromImage image -> StageState.of(image);
          case FromStage stage -> StageState.of(stage(stage.index()));
          case Context _, FromFolder _ ->
              throw new IllegalArgumentException("FROM has no build context");
        };
  }

  private StageState stage(int index) {
    return Optional.ofNullable(planned.get(index)).orElseThrow();
  }

  public StageState plan() {
    if (node.base() instanceof FromImage image) {
      plan.start(image, names.next(false, "FROM " + image.name()));
    }
    plan.mark(node, node.stage().from(), false, state);
    for (Step step : node.steps()) {
      try {
        plan(step);
        plan.mark(node, step.instruction(), step.trigger(), state);
      } catch (DockerfileException e) {
        throw e;
      } catch (JdockException e) {
        throw fault(step.instruction(), e.kind(), e);
      }
    }
    return state;
  }

  private DockerfileException fault(
      Instruction instruction, JdockException.Kind kind, RuntimeException e) {
    return new DockerfileException(
        kind, GraphReader.message(e), dockerfile.source().excerpt(instruction.range()), e);
  }

  private void plan(Step step) {
    Instruction instruction =
        Expansion.of(step.instruction(), this::expanded, this::expandedDocument);
    requireNoNul(instruction);
    switch (instruction) {
      case Instruction.Run run -> run(step, run);
      case Instruction.Copy copy -> files(step, "COPY", copy.transfer());
      case Instruction.Add add -> files(step, "ADD", add.transfer());
      case Instruction.Workdir workdir -> workdir(step, workdir);
      case Instruction.Arg arg -> declare(arg);
      case Instruction.From _ -> throw new IllegalStateException("a FROM begins a stage");
      case Instruction.Env env -> {
        env.pairs().forEach(p -> state.environment.put(p.name(), p.value()));
        describe(env);
      }
      case Instruction.Maintainer maintainer -> {
        state.author = maintainer.name();
        describe(maintainer);
      }
      case Instruction.Label _,
          Instruction.Cmd _,
          Instruction.Entrypoint _,
          Instruction.Expose _,
          Instruction.Volume _,
          Instruction.User _,
          Instruction.Shell _,
          Instruction.StopSignal _,
          Instruction.Healthcheck _,
          Instruction.Onbuild _ ->
          describe(instruction);
    }
  }

  /** The kernel takes it for the end of a path or an argument, wherever it comes from. */
  private static void requireNoNul(Instruction instruction) {
    // All of a record is in its text.
    if (instruction.toString().indexOf('\0') >= 0) {
      throw JdockException.invalid("the instruction contains a NUL character");
    }
  }

  private String expanded(String word) {
    return expander.expand(word, state.environment::get);
  }

  private String expandedDocument(String text) {
    return DOCUMENTS.expand(text, state.environment::get);
  }

  /** What changes the configuration only is free. */
  private void describe(Instruction instruction) {
    state.config.apply(instruction);
    String createdBy = HistoryText.metadata(instruction, state.config.shell());
    if (createdBy != null) {
      state.addHistory(createdBy);
    }
  }

  private void declare(Instruction.Arg arg) {
    var texts = new ArrayList<String>();
    for (Instruction.Definition definition : arg.definitions()) {
      String name = definition.name();
      String value = arguments.given(name);
      if (value == null && definition.value() != null) {
        value = expanded(definition.value());
      } else if (value == null) {
        value = arguments.global(name);
      }
      if (value != null && !SbomGenerator.isArgument(name)) {
        state.environment.put(name, value);
      }
      state.arguments.put(name, value == null ? "" : value);
      texts.add(value == null ? name : name + "=" + value);
    }
    state.addHistory("ARG " + String.join(" ", texts));
  }

  private void run(Step step, Instruction.Run run) {
    List<String> command = run.command().arguments(state.config.shell());
    if (command.isEmpty()) {
      throw JdockException.invalid("arguments are required");
    }
    ConfidentialMounts confidential =
        ConfidentialMounts.of(
            mounts(run).filter(RunMount::isConfidential).toList(),
            state.config::resolved,
            state.environment);
    var change =
        new Change.Run(
            command,
            run.script(),
            state.environmentPairs(),
            arguments.proxyEnvironment(),
            state.config.toConfig(),
            run.sandbox(),
            mounts(step, run),
            confidential,
            null);
    Map<String, String> shown = confidential.masked(state.environment);
    String name = names.nextCommand(step.trigger(), run.source(), shown);
    add(step, name, change, HistoryText.run(command, state.argumentPairs()));
  }

  private Stream<RunMount> mounts(Instruction.Run run) {
    return run.mounts().stream().map(mount -> RunMounts.parse(mount, this::expanded));
  }

  private List<Change.Mount> mounts(Step step, Instruction.Run run) {
    var result = new ArrayList<Change.Mount>();
    for (int i = 0; i < run.mounts().size(); i++) {
      RunMount mount = RunMounts.parse(run.mounts().get(i), this::expanded);
      if (mount.isConfidential()) {
        continue;
      }
      String target = state.config.resolved(mount.target());
      if (target.equals("/")) {
        throw JdockException.invalid("invalid mount target \"/\"");
      }
      boolean empty = mount.type() == RunMount.Type.CACHE && mount.from().isEmpty();
      Source source = empty ? new Scratch() : step.mounts().get(i);
      result.add(new Change.Mount(mount, target, tree(source)));
    }
    return result;
  }

  private void files(Step step, String keyword, Transfer transfer) {
    String destination = state.config.resolved(transfer.destination());
    boolean folder =
        transfer.destination().endsWith("/")
            || transfer.destination().equals(".")
            || transfer.destination().isEmpty();
    Transfer absolute =
        transfer.to(folder && !destination.endsWith("/") ? destination + "/" : destination);
    var change = new Change.Files(keyword, absolute, tree(step.source()));
    add(step, name(step), change, HistoryText.files(keyword, transfer));
  }

  private Tree tree(Source source) {
    return switch (source) {
      case Context _ -> new Tree.ContextFolder();
      case FromFolder(Path directory) -> new Tree.OtherFolder(directory);
      case Scratch _ -> new Tree.Nothing();
      case FromImage image -> new Tree.OfImage(image);
      case FromStage stage -> stage(stage.index()).files;
    };
  }

  private void workdir(Step step, Instruction.Workdir workdir) {
    state.config.apply(workdir);
    String path = state.config.resolved(state.config.workingDir());
    String createdBy = "WORKDIR " + state.config.workingDir();
    if (path.equals("/")) {
      state.addHistory(createdBy);
      return;
    }
    add(step, name(step), new Change.Workdir(path, state.config.user()), createdBy);
  }

  private void add(Step step, String name, Change change, String createdBy) {
    Tree.OfStep result = plan.add(node, name, step.instruction(), state.files, change);
    state.addStep(result, createdBy);
  }

  private String name(Step step) {
    return names.next(step.trigger(), step.instruction().source(), state.environment);
  }
}
