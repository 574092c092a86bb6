package dev.jdock.image.build.solve;

import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.cache.BuildCache;
import dev.jdock.image.build.cache.CacheMounts;
import dev.jdock.image.build.plan.BuildArguments;
import dev.jdock.image.build.plan.BuildGraph.Context;
import dev.jdock.image.build.plan.BuildGraph.FromImage;
import dev.jdock.image.build.plan.BuildGraph.FromStage;
import dev.jdock.image.build.plan.BuildGraph.Node;
import dev.jdock.image.build.plan.BuildGraph.Scratch;
import dev.jdock.image.build.plan.BuildGraph.Source;
import dev.jdock.image.build.plan.BuildGraph.Step;
import dev.jdock.image.build.plan.BuildSteps;
import dev.jdock.image.build.plan.GraphReader;
import dev.jdock.image.build.plan.HistoryText;
import dev.jdock.image.build.plan.StepNames;
import dev.jdock.image.build.solve.StepMounts.StepMount;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.dockerfile.Expansion;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.Instruction.Transfer;
import dev.jdock.image.dockerfile.RunMount;
import dev.jdock.image.dockerfile.RunMounts;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.Layer;
import dev.jdock.image.store.LayerStore;
import dev.jdock.linux.SyscallException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one stage, instruction by instruction; the stages it depends on must have been built.
 */
public final class StageBuild {
  private static final Expander DOCUMENTS = Expander.forDocuments();

  private final Node node;
  private final Map<Integer, StageState> built;
  private final Dockerfile dockerfile;
  private final BuildArguments arguments;
  private final Workshop workshop;
  private final StepResults results;
  private final CacheMounts mounts;
  private final BuildSteps steps;
  private final StepNames names;
  private final Expander expander;
  private final StageState state;

  StageBuild(
      Node node,
      boolean onlyStage,
      Map<Integer, StageState> built,
      Dockerfile dockerfile,
      BuildArguments arguments,
      Platform platform,
      Workshop workshop,
      StepResults results,
      CacheMounts mounts,
      BuildSteps steps) {
    this.node = node;
    this.built = built;
    this.dockerfile = dockerfile;
    this.arguments = arguments;
    this.workshop = workshop;
    this.results = results;
    this.mounts = mounts;
    this.steps = steps;
    this.expander = new Expander(dockerfile.escape());
    this.names = new StepNames(onlyStage ? "" : node.label(), node.shownSteps(), expander);
    this.state =
        switch (node.base()) {
          case Scratch _ -> StageState.scratch(platform);
          case FromImage image -> StageState.of(image.image());
          case FromStage stage -> StageState.of(stage(stage.index()));
          case Context _ -> throw new IllegalArgumentException("FROM has no build context");
        };
  }

  private StageState stage(int index) {
    return Optional.ofNullable(built.get(index)).orElseThrow();
  }

  StageState build() throws InterruptedException {
    if (node.base() instanceof FromImage image) {
      steps.run(
          names.next(false, "FROM " + image.name()),
          vertex -> {
            steps.progress().cached(vertex);
            return true;
          });
    }
    for (Step step : node.steps()) {
      try {
        carryOut(step);
      } catch (DockerfileException e) {
        throw e;
      } catch (JdockException e) {
        throw fault(step.instruction(), e.kind(), e);
      } catch (SyscallException e) {
        throw fault(step.instruction(), JdockException.Kind.INTERNAL, e);
      }
    }
    return state;
  }

  private DockerfileException fault(
      Instruction instruction, JdockException.Kind kind, RuntimeException e) {
    return new DockerfileException(
        kind, GraphReader.message(e), dockerfile.source().excerpt(instruction.range()), e);
  }

  private void carryOut(Step step) throws InterruptedException {
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
      if (value != null) {
        state.environment.put(name, value);
      }
      state.arguments.put(name, value == null ? "" : value);
      texts.add(value == null ? name : name + "=" + value);
    }
    state.addHistory("ARG " + String.join(" ", texts));
  }

  private void run(Step step, Instruction.Run run) throws InterruptedException {
    List<String> command = run.command().arguments(state.config.shell());
    if (command.isEmpty()) {
      throw JdockException.invalid("arguments are required");
    }
    StepMounts mounts = mounts(step, run);
    var operation =
        new RunOperation(
            workshop,
            List.copyOf(state.layers),
            command,
            run.script(),
            state.environmentPairs(),
            arguments.proxyEnvironment(),
            state.config.toConfig(),
            run.sandbox(),
            mounts);
    String createdBy = HistoryText.run(command, state.argumentPairs());
    Map<String, String> shown = mounts.shown(state.environment);
    layer(names.next(step.trigger(), run.source(), shown), operation, createdBy);
  }

  private StepMounts mounts(Step step, Instruction.Run run) {
    var result = new ArrayList<StepMount>();
    var confidential = new ArrayList<RunMount>();
    for (int i = 0; i < run.mounts().size(); i++) {
      RunMount mount = RunMounts.parse(run.mounts().get(i), this::expanded);
      if (mount.isConfidential()) {
        confidential.add(mount);
        continue;
      }
      String target = state.config.resolved(mount.target());
      if (target.equals("/")) {
        throw JdockException.invalid("invalid mount target \"/\"");
      }
      boolean empty = mount.type() == RunMount.Type.CACHE && mount.from().isEmpty();
      Source source = empty ? new Scratch() : step.mounts().get(i);
      result.add(new StepMount(mount, target, layers(source)));
    }
    var secrets =
        StepSecrets.of(
            confidential, state.config::resolved, state.environment, workshop.request().run());
    return new StepMounts(workshop, mounts, result, secrets);
  }

  private void files(Step step, String keyword, Transfer transfer) throws InterruptedException {
    String destination = state.config.resolved(transfer.destination());
    boolean folder =
        transfer.destination().endsWith("/")
            || transfer.destination().equals(".")
            || transfer.destination().isEmpty();
    var absolute =
        new Transfer(
            transfer.sources(),
            folder && !destination.endsWith("/") ? destination + "/" : destination,
            transfer.chown(),
            transfer.chmod(),
            transfer.documents());
    String name = names.next(step.trigger(), step.instruction().source(), state.environment);
    List<Digest> base = List.copyOf(state.layers);
    var operation = new FileOperation(workshop, keyword, base, absolute, layers(step.source()));
    layer(name, operation, HistoryText.files(keyword, transfer));
  }

  private @Nullable List<Digest> layers(Source source) {
    return switch (source) {
      case Context _ -> null;
      case Scratch _ -> List.of();
      case FromImage image -> image.image().diffIds().stream().map(Digest::parse).toList();
      case FromStage stage -> List.copyOf(stage(stage.index()).layers);
    };
  }

  private void workdir(Step step, Instruction.Workdir workdir) throws InterruptedException {
    state.config.apply(workdir);
    String path = state.config.workingDir();
    String name = names.next(step.trigger(), workdir.source(), state.environment);
    if (path.equals("/")) {
      state.addHistory("WORKDIR " + path);
      return;
    }
    var operation =
        new WorkdirOperation(workshop, List.copyOf(state.layers), path, state.config.user());
    layer(name, operation, "WORKDIR " + path);
  }

  private void layer(String name, Operation operation, String createdBy)
      throws InterruptedException {
    BuildCache.Result result =
        steps.run(
            name,
            vertex -> {
              try (operation) {
                Digest key = operation.key();
                Optional<BuildCache.Result> known =
                    workshop.request().noCache() ? Optional.empty() : results.find(key);
                if (known.isPresent()) {
                  steps.progress().cached(vertex);
                  return known.get();
                }
                BuildCache.Result fresh = perform(operation, vertex);
                results.store(key, fresh);
                return fresh;
              }
            });
    Instant epoch = workshop.epoch();
    if (result.layer() == null) {
      state.addHistory(createdBy);
    } else {
      state.addLayer(result.layer(), createdBy, epoch == null ? result.created() : epoch);
    }
  }

  private BuildCache.Result perform(Operation operation, Vertex vertex)
      throws IOException, InterruptedException {
    LayerStore layers = workshop.layers();
    LayerStore.Session session = layers.begin();
    try {
      boolean changed = operation.perform(session, vertex);
      Layer layer = changed ? layers.commit(session) : null;
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      return new BuildCache.Result(layer == null ? null : layer.diffId(), now);
    } finally {
      layers.abandon(session);
    }
  }
}
