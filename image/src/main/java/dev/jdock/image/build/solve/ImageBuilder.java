package dev.jdock.image.build.solve;

import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.BuiltImage;
import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.build.Exchange;
import dev.jdock.image.build.FetchedSources;
import dev.jdock.image.build.LintResult;
import dev.jdock.image.build.NamedContexts;
import dev.jdock.image.build.Outline;
import dev.jdock.image.build.StepRunner;
import dev.jdock.image.build.TargetList;
import dev.jdock.image.build.cache.BuildCache;
import dev.jdock.image.build.cache.BuildLog;
import dev.jdock.image.build.cache.CacheMounts;
import dev.jdock.image.build.cache.FileDigests;
import dev.jdock.image.build.cache.KeptContexts;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.cache.MountTravel;
import dev.jdock.image.build.cache.PartsStore;
import dev.jdock.image.build.operation.BaseLayers;
import dev.jdock.image.build.operation.ContextPaths;
import dev.jdock.image.build.operation.Workshop;
import dev.jdock.image.build.plan.BuildArguments;
import dev.jdock.image.build.plan.BuildGraph;
import dev.jdock.image.build.plan.BuildPlan;
import dev.jdock.image.build.plan.BuildReader;
import dev.jdock.image.build.plan.BuildSteps;
import dev.jdock.image.build.plan.DockerfileCalls;
import dev.jdock.image.build.plan.EntitlementCheck;
import dev.jdock.image.build.plan.SbomGenerator;
import dev.jdock.image.build.plan.StagePlanner;
import dev.jdock.image.build.plan.StageState;
import dev.jdock.image.build.provenance.RecordedBuild;
import dev.jdock.image.dockerfile.ConfigDraft;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.lint.Violation;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.LayerStore;
import dev.jdock.image.store.NewImage;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Builds images of Dockerfiles. Several builds may run at a time. */
public final class ImageBuilder implements AutoCloseable {
  private final ImageStore store;
  private final StepRunner runner;
  private final BaseImages images;
  private final Path directory;
  private final SharedSteps shared;
  private final BuilderRecords records;
  private final Exchange exchange;

  /**
   * @param exchange where results and caches of others come from and go
   * @param directory for the cache, {@code <root>/build-cache}, on the store's file system; what a
   *     crash left in it is removed
   */
  public ImageBuilder(
      ImageStore store, StepRunner runner, BaseImages images, Exchange exchange, Path directory) {
    this.store = store;
    this.runner = runner;
    this.images =
        wanted -> {
          Optional<String> built = NamedContexts.id(wanted.name());
          return built.isPresent()
              ? BaseImages.stored(store.find(built.get()))
              : images.resolve(wanted);
        };
    this.exchange = exchange;
    this.directory = directory;
    this.shared =
        new SharedSteps(
            new BuildCache(directory, store.layers()),
            new CacheMounts(directory),
            FileDigests.in(directory),
            new PartsStore(directory),
            new BuildLog(directory),
            new Flights(),
            new Semaphore(Runtime.getRuntime().availableProcessors(), true));
    this.records =
        new BuilderRecords(store, shared.cache(), shared.mounts(), new KeptContexts(directory));
    Workshop.clean(directory);
    store.cacheLayers(shared.cache()::layers);
  }

  /**
   * Builds an image and makes of it what the request wants. A failure or an interrupt leaves
   * nothing but finished layers, which the next build takes from the cache.
   *
   * @return the image's id, {@code sha256:…}; empty where no image was wanted
   * @throws dev.jdock.image.dockerfile.DockerfileException when an instruction is to blame
   * @throws JdockException for everything else
   * @throws InterruptedException when the calling thread was interrupted
   */
  public String build(BuildRequest request) throws InterruptedException {
    List<Reference> tags = TagNames.of(request);
    try (LayerStore.Lease _ = store.keepLayers()) {
      return build(request, tags);
    }
  }

  private String build(BuildRequest request, List<Reference> tags) throws InterruptedException {
    Instant began = Instant.now();
    var steps = new BuildSteps(request.progress());
    loadDefinition(request, steps);
    Optional<SbomGenerator> generator = SbomGenerator.of(request, images, steps);
    List<Violation> violations = new ArrayList<>();
    BuildReader.Result read;
    try {
      // The classic builder knows no stage that is left out.
      boolean all = request.progress().instructions() != null;
      read = new BuildReader(request, images, steps, violations::add).read(all);
    } finally {
      BuildWarnings.violations(request, violations);
    }
    Dockerfile dockerfile = read.dockerfile();
    BuildArguments arguments = read.arguments();
    EntitlementCheck.check(read.graph(), request.run().allowed());
    BuildPlan plan = plan(read, generator);
    Optional<Set<String>> paths = ContextPaths.of(plan);
    if (paths.isPresent()) {
      request.context().need(paths.get());
    }
    Intermediates intermediates =
        Intermediates.of(
            request, dockerfile, plan, store, epoch(arguments.given("SOURCE_DATE_EPOCH")));
    Instant epoch = epoch(arguments.given("SOURCE_DATE_EPOCH"));
    LayerStore layers = store.layers();
    var bases = new BaseLayers(plan, dockerfile.source(), steps, layers);
    var explanation = new Explanation(shared.log(), shared.parts(), request, plan);
    var fetched = new FetchedSources();
    var recorded =
        new RecordedBuild(
            request,
            plan,
            fetched,
            began,
            epoch == null && request.solving().reproducible() ? Instant.EPOCH : epoch);
    String id = "";
    try (Workshop workshop =
        Workshop.open(
            request,
            layers,
            runner,
            read.ignored(),
            directory,
            epoch,
            bases,
            shared.files(),
            fetched)) {
      var results =
          new StepResults(
              shared.cache(),
              exchange.results(request, read.platform(), new ShownSteps(request, steps, "")),
              CacheImages.of(store, request.solving().cacheImages()));
      Solution solution =
          new Solver(workshop, dockerfile.source(), shared, results, steps, bases, explanation)
              .solve(plan, intermediates);
      BuildWarnings.unused(request, arguments);
      id =
          exchange.finish(
              request,
              built(
                  request,
                  plan.target(),
                  solution,
                  tags,
                  results,
                  workshop,
                  recorded,
                  intermediates),
              new ShownSteps(request, steps, explanation.name()));
      return id;
    } finally {
      explanation.end(id);
    }
  }

  /**
   * What the steps of one build depend on that those of another did not, a line each.
   *
   * @param before the id of a build, or an image that one came to
   * @param after likewise
   * @throws JdockException NOT_FOUND where no such build is remembered
   */
  public List<String> compare(String before, String after) {
    return new BuildComparison(shared.parts(), Integer.MAX_VALUE)
        .compare(logged(before), logged(after));
  }

  private BuildLog.Build logged(String name) {
    List<BuildLog.Build> all = shared.log().list();
    List<BuildLog.Build> named =
        all.stream().filter(build -> !name.isEmpty() && build.id().startsWith(name)).toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    String image = store.tryFind(name).map(Image::id).orElse(name);
    return all.stream()
        .filter(build -> build.image().equals(image))
        .findFirst()
        .orElseThrow(() -> JdockException.notFound("no build of " + name + " is remembered"));
  }

  private static BuildPlan plan(BuildReader.Result read, Optional<SbomGenerator> generator) {
    BuildGraph graph = read.graph().upToTarget();
    BuildArguments arguments = read.arguments();
    var draft = new BuildPlan.Draft();
    generator.ifPresent(image -> image.announce(draft));
    Map<Integer, StageState> planned = new HashMap<>();
    for (BuildGraph.Node node : graph.nodes()) {
      var stage =
          new StagePlanner(node, planned, read.dockerfile(), arguments, read.platform(), draft);
      planned.put(node.index(), stage.plan());
    }
    generator.ifPresent(image -> image.plan(graph, planned, arguments, draft));
    return draft.plan(Objects.requireNonNull(planned.get(graph.target().index())));
  }

  /** Takes cache mounts elsewhere, and brings them from there. */
  public MountTravel travel() {
    return new MountTravel(shared.mounts(), directory);
  }

  /** Closes what builds have in common; none runs any more. */
  @Override
  public void close() {
    shared.files().close();
    shared.cache().flush();
  }

  /** Looks for what is wrong with a Dockerfile; without a target, in all its stages. */
  public LintResult lint(BuildRequest request) throws InterruptedException {
    return calls(request).lint();
  }

  /** What the target takes from outside. */
  public Outline outline(BuildRequest request) throws InterruptedException {
    List<Violation> violations = new ArrayList<>();
    try {
      return calls(request).outline(violations::add);
    } finally {
      BuildWarnings.violations(request, violations);
    }
  }

  /** The stages that can be built. */
  public TargetList targets(BuildRequest request) throws InterruptedException {
    return calls(request).targets();
  }

  private DockerfileCalls calls(BuildRequest request) throws InterruptedException {
    var steps = new BuildSteps(request.progress());
    loadDefinition(request, steps);
    return new DockerfileCalls(request, images, steps);
  }

  /** A step of its own, which does not fail because of what the file says. */
  private static void loadDefinition(BuildRequest request, BuildSteps steps)
      throws InterruptedException {
    BuildRequest.DockerfileSource source = request.dockerfile();
    steps.run(
        "[internal] load build definition from " + source.name(),
        step -> {
          int size = source.content().length;
          request.progress().part(step, "transferring dockerfile:", size);
          return size;
        });
  }

  /** Reports records of the cache that cannot be used, and removes them on request. */
  public void check(boolean repair, CheckListener listener) {
    records.check(repair, listener);
  }

  /** The records of the build cache, the one that was used longest ago first. */
  public List<CacheRecord> cache() {
    return records.list();
  }

  /**
   * Removes results of former builds from the cache, with the layers that nothing else uses, and
   * folders of cache mounts and of clients. What running builds use is kept.
   *
   * @return what was removed
   */
  public List<CacheRecord> prune(Predicate<CacheRecord> unwanted) {
    return records.prune(unwanted);
  }

  /** Folders that clients send for builds. */
  public KeptContexts contexts() {
    return records.contexts();
  }

  private static @Nullable Instant epoch(@Nullable String seconds) {
    if (seconds == null || seconds.isEmpty()) {
      return null;
    }
    try {
      return Instant.ofEpochSecond(Long.parseLong(seconds));
    } catch (NumberFormatException | DateTimeException e) {
      throw JdockException.invalid("invalid SOURCE_DATE_EPOCH: " + seconds);
    }
  }

  private static BuiltImage built(
      BuildRequest request,
      StageState state,
      Solution solution,
      List<Reference> tags,
      StepResults results,
      Workshop workshop,
      RecordedBuild recorded,
      @Nullable Intermediates intermediates)
      throws InterruptedException {
    var draft = new ConfigDraft(state.image());
    request.labels().forEach(draft::setLabel);
    ImageConfig config = draft.toConfig();
    Instant created = workshop.epoch() != null ? workshop.epoch() : solution.created();
    if (created == null) {
      created = firstTime(config, solution, results);
    }
    var image =
        new NewImage(
            config,
            solution.layers(),
            solution.history(),
            intermediates == null ? null : intermediates.last(),
            created,
            state.platform().architecture(),
            state.platform().os(),
            state.platform().variant(),
            state.author(),
            "",
            tags);
    Image base = state.base();
    int baseLayers = base == null ? 0 : base.diffIds().size();
    return new BuiltImage(
        image,
        baseLayers,
        base == null ? null : base.id(),
        results.used(),
        workshop.epoch(),
        recorded::describe,
        ScanFiles.read(workshop, solution.scan()),
        new BuiltFiles(workshop, solution.layers(), baseLayers));
  }

  /** An image without any layer is as old as its first build. */
  private static Instant firstTime(ImageConfig config, Solution solution, StepResults results)
      throws InterruptedException {
    Digest key =
        new KeyHash("image").add(config.toString()).add(solution.history().toString()).digest();
    Optional<BuildCache.Result> known = results.find(key);
    if (known.isPresent()) {
      return known.get().created();
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    results.store(key, new BuildCache.Result(null, now));
    return now;
  }
}
