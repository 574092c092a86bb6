package dev.jdock.runtime.bootstrap;

import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.StepRunner;
import dev.jdock.image.build.files.Trees;
import dev.jdock.image.build.plan.BuildSteps;
import dev.jdock.image.debian.ArchiveKeys;
import dev.jdock.image.debian.BaseSystem;
import dev.jdock.image.debian.Distribution;
import dev.jdock.image.debian.PackageFetch;
import dev.jdock.image.debian.SystemRequest;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.LayerStore;
import dev.jdock.image.text.HumanSize;
import dev.jdock.linux.file.Directory;
import dev.jdock.runtime.engine.BootstrapRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes base images of what a distribution's mirror has. */
public final class Bootstrap {
  private static final Path ETC = Path.of("/etc");

  /** Its leftovers of an engine that was killed are removed with those of builds. */
  private static final String TEMPORARY = "build-bootstrap-";

  private static final Duration TELL = Duration.ofSeconds(2);

  private final ImageStore store;
  private final StepRunner runner;
  private final Path directory;
  private final Clock clock;

  /**
   * @param directory the builder's, for temporary files
   */
  public Bootstrap(ImageStore store, StepRunner runner, Path directory, Clock clock) {
    this.store = store;
    this.runner = runner;
    this.directory = directory;
    this.clock = clock;
  }

  /** Makes it. Interrupting the thread cancels; a failure leaves nothing. */
  public Image run(BootstrapRequest request) throws InterruptedException {
    Distribution distribution = distribution(request.distribution());
    checkPlatform(request.platform());
    String asked = request.suite();
    String suite = distribution.suite(asked == null ? "latest" : asked);
    List<Reference> names = BootstrapNames.of(request, distribution, suite);
    @Nullable Instant epoch = SourceEpoch.of(request.environment());
    var wanted =
        new SystemRequest(
            distribution,
            suite,
            mirror(request.mirror()),
            ArchiveKeys.of(distribution),
            Architecture.ofDebian(),
            request.environment(),
            ETC,
            clock.instant());
    Path temporary = temporary();
    try {
      return new Work(wanted, names, epoch, new BuildSteps(request.progress()), temporary).run();
    } catch (JdockException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    } finally {
      Trees.remove(temporary);
    }
  }

  private static Distribution distribution(String name) {
    return Distribution.named(name)
        .orElseThrow(() ->
            JdockException.invalid("jdock can bootstrap debian and ubuntu, not \"" + name + "\""));
  }

  private static void checkPlatform(@Nullable String asked) {
    if (asked != null) {
      Platform platform = Platform.parse(asked);
      Platform local = Platform.local();
      if (!platform.os().equals(local.os())
          || !platform.architecture().equals(local.architecture())) {
        throw JdockException.notImplemented(
            "bootstrap for %s is not supported yet: this machine is %s".formatted(platform, local));
      }
    }
  }

  private static @Nullable URI mirror(@Nullable String address) {
    if (address == null) {
      return null;
    }
    try {
      URI uri = URI.create(address);
      String scheme = uri.getScheme();
      if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
        throw JdockException.invalid(
            "invalid mirror \"" + address + "\": it is the address of a web server");
      }
      if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
        // It is written into the image.
        throw JdockException.invalid(
            "invalid mirror: its address has a password, a query or a fragment");
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "invalid mirror \"" + address + "\": it is no address", e);
    }
  }

  private Path temporary() {
    try {
      return Files.createTempDirectory(directory, TEMPORARY);
    } catch (IOException e) {
      throw JdockException.internal("bootstrap: " + Reason.of(e), e);
    }
  }

  /** One image in the making. */
  private final class Work {
    private final SystemRequest wanted;
    private final List<Reference> names;
    private final @Nullable Instant epoch;
    private final BuildSteps steps;
    private final Path temporary;

    Work(
        SystemRequest wanted,
        List<Reference> names,
        @Nullable Instant epoch,
        BuildSteps steps,
        Path temporary) {
      this.wanted = wanted;
      this.names = names;
      this.epoch = epoch;
      this.steps = steps;
      this.temporary = temporary;
    }

    Image run() throws InterruptedException {
      String title =
          "[1/4] read what " + wanted.distribution().id() + " " + wanted.suite() + " has";
      try (BaseSystem system = steps.run(title, this::find);
          LayerStore.Lease _ = store.keepLayers()) {
        LayerStore.Session session = store.layers().begin();
        boolean whole = false;
        try {
          Path packages = Files.createDirectory(temporary.resolve("packages"));
          install(system, session, packages);
          whole = true;
          return steps.run("[4/4] make the image", vertex -> commit(system, session, vertex));
        } catch (IOException e) {
          throw JdockException.internal("bootstrap: " + Reason.of(e), e);
        } finally {
          if (!whole) {
            store.layers().abandon(session);
          }
        }
      }
    }

    private BaseSystem find(Vertex vertex) throws InterruptedException {
      BaseSystem system =
          BaseSystem.find(
              wanted,
              temporary,
              warning -> steps.progress().warning(BuildProgress.Warning.of(warning)));
      system
          .sources()
          .forEach(
              source -> steps.progress().part(vertex, source.address() + " " + source.suite()));
      return system;
    }

    private void install(BaseSystem system, LayerStore.Session session, Path packages)
        throws InterruptedException {
      Instant time = epoch == null ? system.day() : epoch;
      try (Directory root = Directory.open(session.upper())) {
        var tree = new RootTree(root);
        var fetch = system.fetch(packages);
        try (fetch) {
          tree.mergeUsr(wanted.architecture());
          String title =
              "[2/4] fetch %d packages, %s"
                  .formatted(system.count(), HumanSize.fixed(system.size()));
          steps.run(
              title,
              vertex -> {
                unpack(fetch, root, vertex, system.size());
                return "";
              });
        }
        tree.prepare();
        steps.run(
            "[3/4] install them",
            vertex -> {
              var setup = new Installation(runner, session, empty(), fetch);
              setup.run(
                  time,
                  (err, bytes, length) -> steps.progress().output(vertex, err, bytes, length));
              tree.configure(system, wanted.distribution());
              tree.tidy();
              return "";
            });
      }
    }

    private Path empty() throws IOException {
      return Files.createDirectory(temporary.resolve("empty"));
    }

    private void unpack(PackageFetch fetch, Directory root, Vertex vertex, long size)
        throws InterruptedException {
      long[] told = {System.nanoTime()};
      fetch.unpack(
          root,
          () -> {
            long now = System.nanoTime();
            if (now - told[0] > TELL.toNanos()) {
              told[0] = now;
              String line =
                  "%s / %s%n".formatted(HumanSize.fixed(fetch.fetched()), HumanSize.fixed(size));
              byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
              steps.progress().output(vertex, false, bytes, bytes.length);
            }
          });
    }

    private Image commit(BaseSystem system, LayerStore.Session session, Vertex vertex) {
      Instant time = epoch == null ? system.day() : epoch;
      var layer = store.layers().commit(session, time);
      Image image =
          store.createUnflushed(
              new BaseImage(wanted.distribution(), system, time, layer.diffId()).image(names));
      names.forEach(name -> steps.progress().part(vertex, "naming to " + name));
      return image;
    }
  }
}
