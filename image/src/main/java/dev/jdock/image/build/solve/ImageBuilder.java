package dev.jdock.image.build.solve;

import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.BuiltImage;
import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.build.Exchange;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.StepRunner;
import dev.jdock.image.build.cache.BuildCache;
import dev.jdock.image.build.cache.CacheMounts;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.files.IgnorePatterns;
import dev.jdock.image.build.plan.BuildArguments;
import dev.jdock.image.build.plan.BuildGraph;
import dev.jdock.image.build.plan.BuildSteps;
import dev.jdock.image.build.plan.GraphReader;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.dockerfile.ConfigDraft;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.LayerStore;
import dev.jdock.image.store.NewImage;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Builds images of Dockerfiles. Several builds may run at a time. */
public final class ImageBuilder {
  private final ImageStore store;
  private final StepRunner runner;
  private final BaseImages images;
  private final Path directory;
  private final BuildCache cache;
  private final CacheMounts mounts;
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
    this.images = images;
    this.exchange = exchange;
    this.directory = directory;
    this.cache = new BuildCache(directory, store.layers());
    this.mounts = new CacheMounts(directory);
    Workshop.clean(directory);
    store.cacheLayers(cache::layers);
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
    List<Reference> tags = request.tags().stream().map(ImageBuilder::tag).toList();
    var steps = new BuildSteps(request.progress());
    BuildRequest.DockerfileSource source = request.dockerfile();
    // Loading is a step of its own, which does not fail because of what the file says.
    steps.run(
        "[internal] load build definition from " + source.name(),
        step -> {
          int size = source.content().length;
          request.progress().part(step, "transferring dockerfile: " + size + "B");
          return size;
        });
    String frontend = request.buildArgs().getOrDefault("BUILDKIT_SYNTAX", "");
    if (!frontend.isEmpty()) {
      Dockerfile.requireBuiltIn(frontend);
    }
    Dockerfile dockerfile = Dockerfile.parse(source.name(), source.content());
    dockerfile.warnings().forEach(request.progress()::warning);
    Platform platform =
        request.platform() == null ? Platform.local() : Platform.parse(request.platform());
    BuildArguments arguments = arguments(request, dockerfile, platform);
    BuildGraph graph =
        new GraphReader(dockerfile, arguments, request, platform, images, steps).read();
    IgnorePatterns ignored =
        steps.run("[internal] load .dockerignore", _ -> ignorePatterns(request));
    Instant epoch = epoch(arguments.given("SOURCE_DATE_EPOCH"));
    try (LayerStore.Lease _ = store.keepLayers();
        Workshop workshop =
            Workshop.open(request, store.layers(), runner, ignored, directory, epoch)) {
      Exchange.Steps shown = shown(request, steps);
      var results = new StepResults(cache, exchange.results(request, platform, shown));
      Map<Integer, StageState> built = new HashMap<>();
      boolean onlyStage = dockerfile.stages().size() == 1;
      for (BuildGraph.Node node : graph.nodes()) {
        var stage =
            new StageBuild(
                node,
                onlyStage,
                built,
                dockerfile,
                arguments,
                platform,
                workshop,
                results,
                mounts,
                steps);
        built.put(node.index(), stage.build());
      }
      StageState result = java.util.Objects.requireNonNull(built.get(graph.target().index()));
      warnOfUnusedArguments(request, arguments);
      return exchange.finish(request, built(request, result, tags, results, workshop), shown);
    }
  }

  /** Reports records of the cache that cannot be used, and removes them on request. */
  public void check(boolean repair, CheckListener listener) {
    cache.check(repair, listener);
    mounts.check(repair, listener);
  }

  /** The records of the build cache, the one that was used longest ago first. */
  public List<CacheRecord> cache() {
    var records = new ArrayList<CacheRecord>(cache.records(store.layersOfImages()));
    records.addAll(mounts.records());
    records.sort(
        Comparator.comparing(
                CacheRecord::lastUsed, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(CacheRecord::id));
    return records;
  }

  /**
   * Removes results of former builds from the cache, with the layers that nothing else uses, and
   * folders of cache mounts. What running builds use is kept.
   *
   * @return what was removed
   */
  public List<CacheRecord> prune(Predicate<CacheRecord> unwanted) {
    List<CacheRecord> forgotten = cache().stream().filter(unwanted).filter(this::remove).toList();
    store.collectLayers();
    return forgotten;
  }

  private boolean remove(CacheRecord record) {
    return switch (record.type()) {
      case STEP -> {
        cache.remove(record);
        yield true;
      }
      case MOUNT -> mounts.remove(record);
    };
  }

  private static Reference tag(String text) {
    try {
      Reference name = Reference.parse(text);
      if (name.digest() == null) {
        return name;
      }
    } catch (JdockException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "invalid tag \"" + text + "\": " + e.getMessage(), e);
    }
    throw JdockException.invalid("invalid tag \"" + text + "\": invalid reference format");
  }

  private static BuildArguments arguments(
      BuildRequest request, Dockerfile dockerfile, Platform platform) {
    String lastName = dockerfile.stages().getLast().from().name();
    String target =
        request.target() != null ? request.target() : lastName == null ? "default" : lastName;
    var arguments = new BuildArguments(request.buildArgs(), platform, target);
    var expander = new Expander(dockerfile.escape());
    dockerfile
        .globalArguments()
        .forEach(arg -> {
          try {
            arguments.declareGlobal(arg, expander);
          } catch (JdockException e) {
            throw dockerfile.source().invalid(arg.range(), GraphReader.message(e));
          }
        });
    return arguments;
  }

  private static IgnorePatterns ignorePatterns(BuildRequest request) throws IOException {
    for (Path file : ignoreFiles(request)) {
      if (Files.isRegularFile(file)) {
        return IgnorePatterns.parse(SmallFile.read(file));
      }
    }
    return IgnorePatterns.none();
  }

  /** The one that goes with the Dockerfile comes before the context's. */
  private static List<Path> ignoreFiles(BuildRequest request) {
    Path folder = request.context().directory();
    return request.dockerfile().ignoreFiles().isEmpty()
        ? List.of(
            folder.resolve(request.dockerfile().name() + ".dockerignore"),
            folder.resolve(".dockerignore"))
        : request.dockerfile().ignoreFiles();
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

  private static void warnOfUnusedArguments(BuildRequest request, BuildArguments arguments) {
    List<String> unused = arguments.unconsumed();
    if (!unused.isEmpty()) {
      request
          .progress()
          .warning(
              "[Warning] One or more build-args ["
                  + String.join(" ", unused)
                  + "] were not consumed");
    }
  }

  private static Exchange.Steps shown(BuildRequest request, BuildSteps steps) {
    return new Exchange.Steps() {
      @Override
      public <T> T run(String name, Exchange.Work<T> work) throws InterruptedException {
        return steps.run(name, vertex -> work.run(text -> request.progress().part(vertex, text)));
      }

      @Override
      public void warn(String line) {
        request.progress().warning(line);
      }
    };
  }

  private BuiltImage built(
      BuildRequest request,
      StageState state,
      List<Reference> tags,
      StepResults results,
      Workshop workshop)
      throws InterruptedException {
    var draft = new ConfigDraft(state.config.toConfig());
    request.labels().forEach(draft::setLabel);
    ImageConfig config = draft.toConfig();
    Instant created = workshop.epoch() != null ? workshop.epoch() : state.created;
    if (created == null) {
      created = firstTime(config, state, results);
    }
    var image =
        new NewImage(
            config,
            state.layers,
            state.history,
            null,
            created,
            state.platform.architecture(),
            state.platform.os(),
            state.platform.variant(),
            state.author,
            "",
            tags);
    return new BuiltImage(
        image,
        state.baseLayers,
        state.baseId,
        results.used(),
        workshop.epoch(),
        reader -> read(workshop, state.layers, reader));
  }

  private static void read(Workshop workshop, List<Digest> layers, BuiltImage.Files.Reader reader)
      throws IOException, InterruptedException {
    boolean _ =
        workshop.mounted(roots -> {
          // Never a layer's own directory: what an overlay hides is not to be seen.
          List<Path> lowerDirs = new ArrayList<>(workshop.lowerDirs(layers));
          lowerDirs.add(workshop.empty());
          try (Directory root = Directory.open(roots.readable(lowerDirs))) {
            reader.read(root);
          }
          return true;
        });
  }

  /** An image without any layer is as old as its first build. */
  private static Instant firstTime(ImageConfig config, StageState state, StepResults results)
      throws InterruptedException {
    Digest key = new KeyHash("image").add(config.toString()).add(state.history.toString()).digest();
    Optional<BuildCache.Result> known = results.find(key);
    if (known.isPresent()) {
      return known.get().created();
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    results.store(key, new BuildCache.Result(null, now));
    return now;
  }
}
