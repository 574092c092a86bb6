package dev.jdock.runtime.machine;

import dev.jdock.image.build.BuildOutput;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.build.LintResult;
import dev.jdock.image.build.Outline;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.TargetList;
import dev.jdock.image.build.cache.KeptContext;
import dev.jdock.image.build.context.RemoteContext;
import dev.jdock.image.build.git.GitAccess;
import dev.jdock.image.build.plan.BuildSteps;
import dev.jdock.image.build.solve.ImageBuilder;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.Image;
import dev.jdock.linux.cgroup.CgroupHierarchy;
import dev.jdock.runtime.bootstrap.Bootstrap;
import dev.jdock.runtime.engine.BootstrapRequest;
import dev.jdock.runtime.engine.BuildPrune;
import dev.jdock.runtime.engine.Builds;
import dev.jdock.runtime.engine.Pruned;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Builds, counted while they run. */
final class EngineBuilds implements Builds {
  private final ContainerParts parts;
  private final ImageBuilder builder;
  private final Path directory;
  private final AtomicInteger running = new AtomicInteger();

  /**
   * @param directory the builder's
   */
  EngineBuilds(ContainerParts parts, ImageBuilder builder, Path directory) {
    this.parts = parts;
    this.builder = builder;
    this.directory = directory;
  }

  @Override
  public String build(BuildRequest request) throws InterruptedException {
    CgroupHierarchy cgroups = parts.cgroups.all();
    BuildCheck.check(request, cgroups, parts.networks.definitions());
    BuildCheck.warnings(request, cgroups).stream()
        .map(BuildProgress.Warning::of)
        .forEach(request.progress()::warning);
    running.incrementAndGet();
    try (FetchedContexts fetched = FetchedContexts.of(request, parts.images, directory)) {
      String id = builder.build(fetched.request());
      if (request.outputs().outputs().stream().anyMatch(o -> o instanceof BuildOutput.Stored)) {
        // No caller waits for the disk: a power cut before this is over costs another build.
        parts.later(parts.images::flush);
        parts.images.tryFind(id).ifPresent(image -> tellTags(request, image));
      }
      return id;
    } finally {
      running.decrementAndGet();
    }
  }

  @Override
  public String bootstrap(BootstrapRequest request) throws InterruptedException {
    running.incrementAndGet();
    try {
      Image image = new Bootstrap(parts.images, parts.runStep, directory, parts.clock).run(request);
      parts.later(parts.images::flush);
      image.names().forEach(name -> parts.announce.image("tag", image, name));
      return image.id();
    } finally {
      running.decrementAndGet();
    }
  }

  @Override
  public LintResult lint(BuildRequest request) throws InterruptedException {
    BuildCheck.check(request, parts.cgroups.all(), parts.networks.definitions());
    try (FetchedContexts fetched = FetchedContexts.of(request, parts.images, directory)) {
      return builder.lint(fetched.request());
    }
  }

  @Override
  public Outline outline(BuildRequest request) throws InterruptedException {
    BuildCheck.check(request, parts.cgroups.all(), parts.networks.definitions());
    try (FetchedContexts fetched = FetchedContexts.of(request, parts.images, directory)) {
      return builder.outline(fetched.request());
    }
  }

  @Override
  public TargetList targets(BuildRequest request) throws InterruptedException {
    BuildCheck.check(request, parts.cgroups.all(), parts.networks.definitions());
    try (FetchedContexts fetched = FetchedContexts.of(request, parts.images, directory)) {
      return builder.targets(fetched.request());
    }
  }

  private void tellTags(BuildRequest request, Image image) {
    for (String tag : request.tags()) {
      parts.announce.image("tag", image, Reference.parse(tag).familiar());
    }
  }

  @Override
  public ReceivedContext receive(InputStream in) {
    return ReceivedContext.read(in, directory);
  }

  @Override
  public KeptContext keep(String key, String name) {
    return builder.contexts().take(key, name);
  }

  @Override
  public ReceivedContext fetch(String url, GitAccess access, BuildProgress progress)
      throws InterruptedException {
    var remote = new RemoteContext(url, access, directory);
    running.incrementAndGet();
    try {
      return new BuildSteps(progress).run(remote.step(), _ -> remote.fetch());
    } finally {
      running.decrementAndGet();
    }
  }

  @Override
  public Pruned prune(BuildPrune request) {
    Pruned pruned = new PruneBuilds(builder, directory, LocalTime.now(parts.clock)).run(request);
    parts.announce.pruned("builder", pruned.reclaimed());
    return pruned;
  }

  @Override
  public List<String> compare(String before, String after) {
    return builder.compare(before, after);
  }

  @Override
  public void exportMount(String id, OutputStream archive) throws InterruptedException {
    running.incrementAndGet();
    try {
      builder.travel().take(id, archive);
    } catch (IOException e) {
      throw JdockException.internal("cannot export cache mount " + id + ": " + Reason.of(e), e);
    } finally {
      running.decrementAndGet();
    }
  }

  @Override
  public void importMount(String id, InputStream archive) throws InterruptedException {
    running.incrementAndGet();
    try {
      builder.travel().bring(id, archive);
    } catch (IOException e) {
      throw JdockException.invalid("cannot import cache mount " + id + ": " + Reason.of(e));
    } finally {
      running.decrementAndGet();
    }
  }

  void close() {
    builder.close();
  }

  void check(boolean repair, CheckListener listener) {
    builder.check(repair, listener);
  }

  List<CacheRecord> cache() {
    return builder.cache();
  }

  boolean anyRunning() {
    return running.get() > 0;
  }
}
