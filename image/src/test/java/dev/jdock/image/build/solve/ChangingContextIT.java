package dev.jdock.image.build.solve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.FolderContext;
import dev.jdock.image.build.NamedContexts;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.SolveOptions;
import dev.jdock.image.build.StepDebugger;
import dev.jdock.image.build.StepRunner;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.registry.Access;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Contexts whose files change while they are read: no later build gets what was read by halves. */
@Timeout(60)
class ChangingContextIT {
  private static final int FILES = 12;
  private static final int BUILDS = 40;

  @TempDir Path folder;
  private Path context;
  private ImageStore store;
  private ImageBuilder builder;
  private final Progress progress = new Progress();

  @BeforeEach
  void makeStore() throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    context = Files.createDirectory(folder.resolve("context"));
    Files.createDirectory(context.resolve("src"));
    store = ImageStore.open(root);
    builder =
        new ImageBuilder(
            store,
            new Runner(),
            wanted -> {
              throw JdockException.notFound(wanted.name().familiar());
            },
            NoRegistries.of(store, root),
            root.resolve("build-cache"));
  }

  @AfterEach
  void close() throws IOException {
    builder.close();
    store.close();
  }

  /** Copies what is mounted. */
  private static final class Runner implements StepRunner {
    @Override
    public int run(Step step, StepOutput output) {
      try {
        for (StepRunner.Mount mount : step.mounts()) {
          Path mounted = ((StepRunner.FolderMount) mount).folder();
          Files.copy(mounted.resolve("f0"), step.upperDir().resolve("f0"));
        }
        return 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public int interact(Step step, StepDebugger.Console console) {
      throw new AssertionError("nobody looks at what has failed");
    }
  }

  /** Does something as soon as it is told why a step is not in the cache: its key is made then. */
  private static final class Progress implements BuildProgress {
    private final List<String> told = new ArrayList<>();
    private int cached;
    private @Nullable Runnable missed;

    @Override
    public void started(Vertex vertex) {}

    @Override
    public synchronized void output(
        Vertex vertex, boolean standardError, byte[] bytes, int length) {
      String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
      told.add(text);
      Runnable action = missed;
      if (action != null && text.startsWith("not in the cache")) {
        action.run();
      }
    }

    @Override
    public synchronized void cached(Vertex vertex) {
      cached++;
    }

    @Override
    public void finished(Vertex vertex, @Nullable String error) {}

    @Override
    public void warning(BuildProgress.Warning warning) {}
  }

  private Image build(String dockerfile) throws InterruptedException {
    String id =
        builder.build(
            new BuildRequest(
                new FolderContext(context),
                new BuildRequest.DockerfileSource(
                    "Dockerfile", dockerfile.getBytes(StandardCharsets.UTF_8)),
                List.of(),
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
                new SolveOptions(List.of(), true, false),
                BuildOutputs.none(),
                NamedContexts.none()));
    return store.find(id);
  }

  private String content(Image image, String file) throws IOException {
    Digest layer = Digest.parse(image.diffIds().getLast());
    return Files.readString(store.layers().diff(layer).resolve(file));
  }

  private void write(String content) {
    try {
      for (int i = 0; i < FILES; i++) {
        Files.writeString(context.resolve("src/f" + i), content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatChangesBeforeItIsCopiedIsNotKeptByTheOldKey() throws Exception {
    write("old");
    progress.missed = () -> write("new");
    Image torn = build("FROM scratch\nCOPY src /");
    assertThat(content(torn, "f0")).isEqualTo("new");
    assertThat(progress.told)
        .anySatisfy(line -> assertThat(line).contains("files changed while they were copied"));
    progress.missed = null;
    write("old");
    assertThat(content(build("FROM scratch\nCOPY src /"), "f0")).isEqualTo("old");
    write("new");
    assertThat(content(build("FROM scratch\nCOPY src /"), "f0")).isEqualTo("new");
    assertThat(progress.cached).isZero();
  }

  @Test
  void mountWhoseFilesChangeBeforeTheyAreCopiedIsNotKeptByTheOldKey() throws Exception {
    String dockerfile = "FROM scratch\nRUN --mount=source=src,target=/m [\"x\"]";
    write("old");
    progress.missed = () -> write("new");
    assertThat(content(build(dockerfile), "f0")).isEqualTo("new");
    progress.missed = null;
    write("old");
    assertThat(content(build(dockerfile), "f0")).isEqualTo("old");
  }

  @Test
  void fileThatIsReplacedByAnotherOfTheSameTimesIsNoticed() throws Exception {
    write("old");
    Path file = context.resolve("src/f3");
    progress.missed =
        () -> {
          try {
            Path other = context.resolve("src/other");
            Files.writeString(other, "new");
            Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    Image _ = build("FROM scratch\nCOPY src /");
    progress.missed = null;
    write("old");
    assertThat(content(build("FROM scratch\nCOPY src /"), "f3")).isEqualTo("old");
  }

  @Test
  void unchangedFilesAreKept() throws Exception {
    write("old");
    Image _ = build("FROM scratch\nCOPY src /");
    assertThat(progress.cached).isZero();
    Image _ = build("FROM scratch\nCOPY src /");
    assertThat(progress.cached).isEqualTo(1);
  }

  @Test
  void writersDoNotPoisonTheCache() throws Exception {
    var done = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; !done.get(); i++) {
                write(i % 2 == 0 ? "even" : "odd!");
              }
            });
    try {
      for (int i = 0; i < BUILDS; i++) {
        Image _ = build("FROM scratch\nCOPY src /");
      }
    } finally {
      done.set(true);
      writer.join();
    }
    for (String content : List.of("even", "odd!", "even")) {
      write(content);
      Image built = build("FROM scratch\nCOPY src /");
      assertThat(IntStream.range(0, FILES).mapToObj(i -> "f" + i))
          .allSatisfy(file -> assertThat(content(built, file)).isEqualTo(content));
    }
  }
}
