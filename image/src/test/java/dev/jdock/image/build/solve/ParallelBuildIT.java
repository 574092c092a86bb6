package dev.jdock.image.build.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.FolderContext;
import dev.jdock.image.build.NamedContexts;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.SolveOptions;
import dev.jdock.image.build.StepDebugger;
import dev.jdock.image.build.StepRunner;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.ImageUse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What builds do at the same time, and what they do not do at all. */
@Timeout(60)
class ParallelBuildIT {
  @TempDir Path folder;
  private ImageStore store;
  private ImageBuilder builder;
  private CyclicBarrier meeting = new CyclicBarrier(2);
  private final CountDownLatch endless = new CountDownLatch(1);
  private final CountDownLatch atWork = new CountDownLatch(1);
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final List<String> fetched = Collections.synchronizedList(new ArrayList<>());
  private final List<String> lookedFor = Collections.synchronizedList(new ArrayList<>());
  private final Progress progress = new Progress();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private @Nullable Image remote;

  @BeforeEach
  void makeStore() throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    Files.createDirectory(folder.resolve("context"));
    store = ImageStore.open(root);
    builder =
        new ImageBuilder(
            store,
            new Runner(),
            this::find,
            NoRegistries.of(store, root),
            root.resolve("build-cache"));
    Image _ = imported("base");
  }

  private Image imported(String name) throws IOException {
    return store.importArchive(
        new ByteArrayInputStream(archive(name)), Reference.parse(name), "", ImageConfig.empty());
  }

  private static byte[] archive(String name) throws IOException {
    var archive = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(archive)) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      var entry = new TarArchiveEntry("of-" + name);
      entry.setSize(bytes.length);
      entry.setModTime(0);
      tar.putArchiveEntry(entry);
      tar.write(bytes);
      tar.closeArchiveEntry();
    }
    return archive.toByteArray();
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    List<Runnable> _ = threads.shutdownNow();
    store.close();
    assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(folder.toString());
    assertThat(folder.resolve("root/build-cache")).isDirectoryNotContaining("glob:**/build-*");
  }

  private final class Runner implements StepRunner {
    @Override
    public int run(Step step, StepOutput output) throws InterruptedException {
      return ParallelBuildIT.this.run(step);
    }

    @Override
    public int interact(Step step, StepDebugger.Console console) {
      throw new AssertionError("nobody looks at what has failed");
    }
  }

  private int run(StepRunner.Step step) throws InterruptedException {
    String command = step.command().getLast();
    ran.add(command);
    switch (command.split(" ")[0]) {
      case "meet" -> meet();
      case "endless" -> {
        atWork.countDown();
        endless.await();
      }
      case "fail" -> {
        atWork.await();
        return 3;
      }
      default -> {}
    }
    try {
      Files.writeString(step.upperDir().resolve("ran"), command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return 0;
  }

  private void meet() throws InterruptedException {
    try {
      int _ = meeting.await(20, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The image {@code remote} is nobody's until it is fetched. */
  private BaseImages.Base find(BaseImages.Wanted wanted) throws InterruptedException {
    String name = wanted.name().familiar();
    lookedFor.add(name);
    if (name.startsWith("met")) {
      meet();
      return BaseImages.stored(store.find("base"));
    }
    Image known = remote;
    if (known == null || !name.equals("remote:latest")) {
      return BaseImages.stored(store.find(name));
    }
    return new BaseImages.Base() {
      @Override
      public Image image() {
        return known;
      }

      @Override
      public boolean complete() {
        return false;
      }

      @Override
      public void fetch(Consumer<String> parts) {
        fetched.add(name);
        try {
          Image _ = imported("remote");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private void onlyInRegistry() throws IOException {
    Image image = imported("remote");
    remote = image;
    var _ = store.remove(image.id(), true, true, ImageUse.none());
  }

  private String build(String dockerfile) throws InterruptedException {
    return build(dockerfile, SolveOptions.none());
  }

  private String build(String dockerfile, SolveOptions solving) throws InterruptedException {
    return builder.build(
        new BuildRequest(
            new FolderContext(folder.resolve("context")),
            new BuildRequest.DockerfileSource(
                "Dockerfile", dockerfile.getBytes(StandardCharsets.UTF_8)),
            List.of("built:1"),
            Map.of(),
            Map.of(),
            null,
            false,
            false,
            "default",
            Map.of(),
            null,
            Access.anonymous(),
            progress,
            RunOptions.none(),
            solving,
            BuildOutputs.none(),
            NamedContexts.none()));
  }

  @Test
  void stagesThatDoNotDependOnEachOtherRunAtTheSameTime() throws Exception {
    String _ =
        build(
            """
            FROM base AS a
            RUN meet a
            FROM base AS b
            RUN meet b
            FROM base
            COPY --from=a /ran /a
            COPY --from=b /ran /b
            """);
    assertThat(ran).containsExactlyInAnyOrder("meet a", "meet b");
  }

  @Test
  void bindMountsOfStagesAreMadeAtTheSameTime() throws Exception {
    String _ =
        build(
            """
            FROM base AS a
            RUN meet a
            FROM base AS b
            RUN meet b
            FROM base
            RUN --mount=from=a,target=/a --mount=from=b,target=/b last
            """);
    assertThat(ran).hasSize(3).last().isEqualTo("last");
  }

  @Test
  void basesAreLookedForAtTheSameTime() throws Exception {
    String _ = build("FROM met1 AS a\nFROM met2\nCOPY --from=a /of-base /x");
    assertThat(lookedFor).containsExactlyInAnyOrder("met1:latest", "met2:latest");
  }

  @Test
  void stageThatNobodyNeedsIsNeitherLookedForNorRun() throws Exception {
    String _ = build("FROM unknown AS a\nRUN fail\nFROM base\nRUN x");
    assertThat(lookedFor).containsExactly("base:latest");
    assertThat(ran).containsExactly("x");
  }

  @Test
  void firstFailureCancelsStepsOfOtherStages() {
    assertThatThrownBy(() ->
            build(
                """
                FROM base AS a
                RUN endless
                FROM base AS b
                RUN fail
                FROM base
                COPY --from=a /ran /a
                COPY --from=b /ran /b
                """))
        .hasMessageContaining("exit code: 3");
    assertThat(progress.errors).contains("CANCELED");
  }

  @Test
  void equalStepsOfTwoBuildsRunOnce() throws Exception {
    meeting = new CyclicBarrier(1);
    Future<String> first = threads.submit(() -> build("FROM base\nRUN endless"));
    atWork.await();
    Future<String> second = threads.submit(() -> build("FROM base\nRUN endless"));
    progress.waiting.await();
    endless.countDown();
    assertThat(first.get()).isEqualTo(second.get());
    assertThat(ran).containsExactly("endless");
  }

  @Test
  void buildTakesOverTheStepOfOneThatIsCancelled() throws Exception {
    Future<String> first = threads.submit(() -> build("FROM base\nRUN endless"));
    atWork.await();
    Future<String> second = threads.submit(() -> build("FROM base\nRUN endless"));
    progress.waiting.await();
    first.cancel(true);
    endless.countDown();
    assertThat(store.find(second.get()).diffIds()).hasSize(2);
  }

  @Test
  void twoBuildsOfOneTagLeaveOneOfTheirImages() throws Exception {
    meeting = new CyclicBarrier(2);
    Future<String> one = threads.submit(() -> build("FROM base\nRUN meet 1"));
    Future<String> two = threads.submit(() -> build("FROM base\nRUN meet 2"));
    assertThat(List.of(one.get(), two.get())).contains(store.find("built:1").id());
    assertThat(one.get()).isNotEqualTo(two.get());
  }

  @Test
  void baseIsFetchedWhenTheFirstStepNeedsIt() throws Exception {
    onlyInRegistry();
    String id = build("FROM remote\nRUN x");
    assertThat(fetched).containsExactly("remote:latest");
    assertThat(store.find(id).diffIds()).hasSize(2);
  }

  @Test
  void baseOfWhichNothingIsInTheImageIsNotFetchedForStepsInTheCache() throws Exception {
    onlyInRegistry();
    String dockerfile = "FROM remote AS a\nRUN x\nFROM base\nCOPY --from=a /ran /";
    String id = build(dockerfile);
    Image image = store.find("remote");
    var _ = store.remove(image.id(), true, true, ImageUse.none());
    fetched.clear();
    assertThat(build(dockerfile)).isEqualTo(id);
    assertThat(fetched).isEmpty();
  }

  @Test
  void namedStagesAreBuiltAnew() throws Exception {
    String dockerfile = "FROM base AS One\nRUN a\nFROM base\nCOPY --from=one /ran /\nRUN b";
    String _ = build(dockerfile);
    ran.clear();
    String _ = build(dockerfile, new SolveOptions(List.of("one"), false, false));
    assertThat(ran).containsExactly("a");
  }

  private static final class Progress implements BuildProgress {
    final List<String> errors = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch waiting = new CountDownLatch(1);

    @Override
    public void started(Vertex vertex) {}

    @Override
    public void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {}

    @Override
    public void part(Vertex vertex, String text) {
      if (text.startsWith("waiting")) {
        waiting.countDown();
      }
    }

    @Override
    public void cached(Vertex vertex) {}

    @Override
    public void finished(Vertex vertex, @Nullable String error) {
      if (error != null) {
        errors.add(error);
      }
    }

    @Override
    public void warning(Warning warning) {}
  }
}
