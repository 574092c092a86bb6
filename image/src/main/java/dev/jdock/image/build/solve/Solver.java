package dev.jdock.image.build.solve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.cache.BuildCache;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.cache.KeyParts;
import dev.jdock.image.build.operation.BaseLayers;
import dev.jdock.image.build.operation.ContextWatch;
import dev.jdock.image.build.operation.FileOperation;
import dev.jdock.image.build.operation.Operation;
import dev.jdock.image.build.operation.RunOperation;
import dev.jdock.image.build.operation.StepMounts;
import dev.jdock.image.build.operation.StepMounts.StepMount;
import dev.jdock.image.build.operation.StepSecrets;
import dev.jdock.image.build.operation.WorkdirOperation;
import dev.jdock.image.build.operation.Workshop;
import dev.jdock.image.build.plan.BuildPlan;
import dev.jdock.image.build.plan.BuildPlan.Line;
import dev.jdock.image.build.plan.BuildPlan.Mark;
import dev.jdock.image.build.plan.BuildPlan.Step;
import dev.jdock.image.build.plan.BuildSteps;
import dev.jdock.image.build.plan.Change;
import dev.jdock.image.build.plan.GraphReader;
import dev.jdock.image.build.plan.StageState;
import dev.jdock.image.build.plan.Tasks;
import dev.jdock.image.build.plan.Tree;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.RunMount;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.Layer;
import dev.jdock.image.store.LayerStore;
import dev.jdock.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries a plan out: each step when those it depends on are done, unless an equal one is in the
 * cache or is just being carried out by any build.
 */
final class Solver {
  private static final String COMMENT = "buildkit.dockerfile.v0";
  private static final byte[] CHANGED =
      "not kept in the cache: files changed while they were copied\n".getBytes(UTF_8);

  private final Workshop workshop;
  private final SourceText source;
  private final SharedSteps shared;
  private final StepResults results;
  private final BuildSteps steps;
  private final BaseLayers bases;
  private final Explanation explanation;

  /** What this build has come to without looking into the cache, by keys. */
  private final Map<Digest, BuildCache.Result> fresh = new ConcurrentHashMap<>();

  Solver(
      Workshop workshop,
      SourceText source,
      SharedSteps shared,
      StepResults results,
      BuildSteps steps,
      BaseLayers bases,
      Explanation explanation) {
    this.workshop = workshop;
    this.source = source;
    this.shared = shared;
    this.results = results;
    this.steps = steps;
    this.bases = bases;
    this.explanation = explanation;
  }

  /**
   * What a step has left.
   *
   * @param layers all, lowest first
   */
  private record Outcome(List<Digest> layers, BuildCache.Result result) {}

  Solution solve(BuildPlan plan, @Nullable Intermediates intermediates)
      throws InterruptedException {
    bases.showComplete();
    shared.mounts().forget(cachesOfFreshSteps(plan));
    var tasks = new Tasks();
    var outcomes = new ArrayList<Tasks.Task<Outcome>>();
    for (Step step : plan.all()) {
      List<Tasks.Task<Outcome>> needed = step.dependencies().stream().map(outcomes::get).toList();
      outcomes.add(tasks.add(needed, () -> carryOut(step, outcomes)));
    }
    if (intermediates != null) {
      // What a step has left is known to those that depend on it.
      outcomes.forEach(outcome -> tasks.add(List.of(outcome), () -> tell(intermediates, outcomes)));
      boolean _ = tell(intermediates, outcomes);
    }
    try {
      tasks.run();
    } catch (IOException e) {
      throw JdockException.internal("build: " + e.getMessage(), e);
    }
    List<Digest> layers =
        Optional.ofNullable(layers(plan.target().files(), outcomes)).orElseThrow();
    bases.need(layers);
    bases.showRest();
    Solution solution = solution(plan.target(), layers, outcomes);
    Step scan = plan.scan();
    return scan == null
        ? solution
        : solution.with(outcomes.get(scan.index()).result().result().layer());
  }

  /** A step that is to be carried out anew begins with empty caches, as with BuildKit. */
  private Set<String> cachesOfFreshSteps(BuildPlan plan) {
    return plan.steps().stream()
        .filter(this::isFresh)
        .map(Step::change)
        .filter(Change.Run.class::isInstance)
        .flatMap(change -> ((Change.Run) change).mounts().stream())
        .map(Change.Mount::mount)
        .filter(mount -> mount.type() == RunMount.Type.CACHE)
        .map(StepMounts::cacheId)
        .collect(Collectors.toSet());
  }

  private boolean isFresh(Step step) {
    BuildRequest request = workshop.request();
    return request.noCache() || request.solving().isFresh(step.stage());
  }

  /** Tells of all instructions that are done, up to the first that is not. */
  private boolean tell(Intermediates intermediates, List<Tasks.Task<Outcome>> outcomes)
      throws InterruptedException {
    synchronized (intermediates) {
      Mark mark = intermediates.next();
      while (mark != null && isDone(mark.state().files(), outcomes)) {
        List<Digest> layers =
            Optional.ofNullable(layers(mark.state().files(), outcomes)).orElseThrow();
        if (mark.state().files() instanceof Tree.OfImage
            && !(mark.instruction() instanceof Instruction.From)) {
          bases.need(layers);
        }
        intermediates.reached(mark, solution(mark.state(), layers, outcomes));
        mark = intermediates.next();
      }
    }
    return true;
  }

  private static boolean isDone(Tree tree, List<Tasks.Task<Outcome>> outcomes) {
    return !(tree instanceof Tree.OfStep step) || outcomes.get(step.step()).isDone();
  }

  /** Of the build context null. */
  private static @Nullable List<Digest> layers(Tree tree, List<Tasks.Task<Outcome>> outcomes) {
    return switch (tree) {
      case Tree.ContextFolder _, Tree.OtherFolder _ -> null;
      case Tree.Nothing _ -> List.of();
      case Tree.OfImage image ->
          image.image().image().diffIds().stream().map(Digest::parse).toList();
      case Tree.OfStep step -> outcomes.get(step.step()).result().layers();
    };
  }

  private Solution solution(
      StageState target, List<Digest> layers, List<Tasks.Task<Outcome>> outcomes) {
    var history = new ArrayList<Image.History>();
    Instant created = firstTime(target, outcomes);
    for (Line line : target.history()) {
      switch (line) {
        case Line.Known known -> history.add(notLater(known.entry()));
        // Dated as the layer before it so that it never differs.
        case Line.OfInstruction said ->
            history.add(new Image.History(created, said.createdBy(), COMMENT, true));
        case Line.OfStep done -> {
          BuildCache.Result result = outcomes.get(done.step()).result().result();
          boolean empty = result.layer() == null;
          if (!empty) {
            Instant epoch = workshop.epoch();
            created = epoch == null ? result.created() : epoch;
          }
          history.add(new Image.History(created, done.createdBy(), COMMENT, empty));
        }
      }
    }
    return new Solution(layers, history, created, null);
  }

  /** Of what is said before there is a layer of the build's own, as BuildKit dates it. */
  private @Nullable Instant firstTime(StageState target, List<Tasks.Task<Outcome>> outcomes) {
    Instant epoch = workshop.epoch();
    if (epoch != null) {
      return epoch;
    }
    for (Line line : target.history()) {
      if (line instanceof Line.OfStep(String _, int step)) {
        BuildCache.Result result = outcomes.get(step).result().result();
        if (result.layer() != null) {
          return result.created();
        }
      }
    }
    return target.created();
  }

  private Image.History notLater(Image.History entry) {
    Instant newest = newest();
    Instant when = entry.created();
    return newest == null || when == null || !when.isAfter(newest)
        ? entry
        : new Image.History(newest, entry.createdBy(), entry.comment(), entry.emptyLayer());
  }

  private Outcome carryOut(Step step, List<Tasks.Task<Outcome>> outcomes)
      throws InterruptedException {
    List<Digest> base = Optional.ofNullable(layers(step.base(), outcomes)).orElseThrow();
    try {
      BuildCache.Result result =
          steps.run(
              step.name(),
              vertex -> {
                try (Operation operation = operation(step.change(), base, outcomes)) {
                  return result(step, base, operation, vertex);
                }
              });
      Digest layer = result.layer();
      if (layer == null) {
        return new Outcome(base, result);
      }
      var layers = new ArrayList<>(base);
      layers.add(layer);
      return new Outcome(List.copyOf(layers), result);
    } catch (DockerfileException e) {
      throw e;
    } catch (JdockException e) {
      throw fault(step, e.kind(), e);
    } catch (SyscallException e) {
      throw fault(step, JdockException.Kind.INTERNAL, e);
    }
  }

  private DockerfileException fault(Step step, JdockException.Kind kind, RuntimeException e) {
    return new DockerfileException(
        kind, GraphReader.message(e), source.excerpt(step.instruction().range()), e);
  }

  private Operation operation(
      Change change, List<Digest> base, List<Tasks.Task<Outcome>> outcomes) {
    return switch (change) {
      case Change.Run run -> {
        List<StepMount> mounts =
            run.mounts().stream()
                .map(m -> new StepMount(m.mount(), m.target(), layers(m.tree(), outcomes)))
                .toList();
        yield new RunOperation(
            workshop,
            base,
            run.command(),
            run.script(),
            run.env(),
            run.proxies(),
            run.image(),
            run.sandbox(),
            new StepMounts(
                workshop,
                shared.mounts(),
                mounts,
                new StepSecrets(run.confidential(), workshop.request().run()),
                new ContextWatch()),
            run.output());
      }
      case Change.Files files ->
          new FileOperation(
              files.source() instanceof Tree.OtherFolder(Path directory)
                  ? workshop.in(directory)
                  : workshop,
              files.keyword(),
              files.apart() ? List.of() : base,
              files.transfer(),
              layers(files.source(), outcomes));
      case Change.Workdir workdir ->
          new WorkdirOperation(workshop, base, workdir.path(), workdir.user());
    };
  }

  private BuildCache.Result result(Step step, List<Digest> base, Operation operation, Vertex vertex)
      throws IOException, InterruptedException {
    operation.prepare();
    KeyParts parts = operation.readsContext() ? KeyParts.withoutFilesIfUnchanged() : null;
    Digest key = key(operation, parts);
    explanation.note(step, key);
    boolean anew = isFresh(step);
    Runnable waiting =
        () -> steps.progress().part(vertex, "waiting for the same step, which is running already");
    return shared
        .flights()
        .once(
            anew ? workshop.own(key) : key,
            () -> {
              Optional<BuildCache.Result> known =
                  anew ? Optional.ofNullable(fresh.get(key)) : results.find(key, base);
              known.ifPresent(result -> {
                results.note(key, result);
                steps.progress().cached(vertex);
              });
              return known;
            },
            waiting,
            () -> carryOut(step, operation, key, parts, vertex));
  }

  /**
   * Keeps the result by a key of the files that it was made of. If they change before they have
   * been copied it is not kept.
   *
   * @param looked by which it was looked for
   * @param known what that key was made of; null if nobody has kept it
   */
  private BuildCache.Result carryOut(
      Step step, Operation operation, Digest looked, @Nullable KeyParts known, Vertex vertex)
      throws IOException, InterruptedException {
    Digest current = looked;
    KeyParts parts = known;
    if (parts == null || parts.omitsFiles() || !operation.watch().isSettled()) {
      operation.watch().settle();
      parts = new KeyParts();
      current = key(operation, parts);
      explanation.note(step, current);
    }
    explanation.missed(step, current, parts, vertex);
    BuildCache.Result made = perform(operation, vertex);
    if (operation.watch().changed()) {
      steps.progress().output(vertex, true, CHANGED, CHANGED.length);
    } else {
      results.store(current, made);
      fresh.put(current, made);
    }
    return made;
  }

  private Digest key(Operation operation, @Nullable KeyParts parts)
      throws IOException, InterruptedException {
    return shared.working(() -> {
      var hash = new KeyHash("step", parts);
      operation.addTo(hash);
      Instant newest = newest();
      if (newest != null) {
        hash.part("--reproducible").add(newest.getEpochSecond());
      }
      return hash.digest();
    });
  }

  /** The latest time that a file may have; null for any. */
  private @Nullable Instant newest() {
    return workshop.request().solving().reproducible() ? workshop.epoch() : null;
  }

  private BuildCache.Result perform(Operation operation, Vertex vertex)
      throws IOException, InterruptedException {
    LayerStore layers = workshop.layers();
    LayerStore.Session session = layers.begin();
    try {
      boolean changed = operation.perform(session, vertex);
      Layer layer = changed ? shared.working(() -> layers.commit(session, newest())) : null;
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      return new BuildCache.Result(layer == null ? null : layer.diffId(), now);
    } finally {
      layers.abandon(session);
    }
  }
}
