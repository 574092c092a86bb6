package dev.jdock.image.build.solve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.BuildContext;
import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.NamedContexts;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.SolveOptions;
import dev.jdock.image.build.StepDebugger;
import dev.jdock.image.build.StepRunner;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.registry.Access;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same inputs in two places, at two times. */
class ReproducibleBuildIT {
  private static final Instant EPOCH = Instant.parse("2020-02-02T02:02:02Z");
  private static final String DOCKERFILE =
      "FROM scratch\nARG V=1\nRUN touch $V\nCOPY . /src/\nWORKDIR /made/here\nENV A=b\nRUN last";

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  private record Built(String id, List<String> diffIds, Path top) {}

  private record Context(Path directory, @Nullable Instant made) implements BuildContext {
    @Override
    public void close() {}
  }

  /**
   * @param modified of the files in the context, and of those that RUN writes
   */
  private Built build(
      String place, Instant modified, Map<String, String> arguments, boolean reproducible)
      throws Exception {
    return build(place, modified, arguments, reproducible, null);
  }

  private Built build(
      String place,
      Instant modified,
      Map<String, String> arguments,
      boolean reproducible,
      @Nullable Instant made)
      throws Exception {
    Path root = Files.createDirectories(folder.resolve(place).resolve("root"));
    Path context = Files.createDirectories(folder.resolve(place).resolve("context/sub"));
    Files.writeString(context.resolve("file"), "content");
    Files.setLastModifiedTime(context.resolve("file"), FileTime.from(modified));
    Files.setLastModifiedTime(context, FileTime.from(modified));
    Files.setLastModifiedTime(context.getParent(), FileTime.from(modified));
    try (ImageStore store = ImageStore.open(root)) {
      var builder =
          new ImageBuilder(
              store,
              new Runner(modified),
              wanted -> BaseImages.stored(store.find(wanted.name().familiar())),
              NoRegistries.of(store, root),
              root.resolve("build-cache"));
      String id =
          builder.build(
              new BuildRequest(
                  new Context(context.getParent(), made),
                  new BuildRequest.DockerfileSource(
                      "Dockerfile", DOCKERFILE.getBytes(StandardCharsets.UTF_8)),
                  List.of(),
                  arguments,
                  Map.of(),
                  null,
                  false,
                  false,
                  "default",
                  Map.of(),
                  null,
                  Access.anonymous(),
                  new Silence(),
                  RunOptions.none(),
                  new SolveOptions(List.of(), false, reproducible),
                  BuildOutputs.none(),
                  NamedContexts.none()));
      Image image = store.find(id);
      for (String diffId : image.diffIds()) {
        try (InputStream tar = store.layers().openTar(Digest.parse(diffId))) {
          // The archive is that of the files as they are now.
          assertThat(Digest.of(tar.readAllBytes())).hasToString(diffId);
        }
      }
      return new Built(id, image.diffIds(), store.lowerDirs(image).getLast());
    }
  }

  @Test
  void sameInputsGiveTheSameImageAtAnotherTimeInAnotherPlace() throws Exception {
    Map<String, String> epoch = Map.of("SOURCE_DATE_EPOCH", "" + EPOCH.getEpochSecond());
    Built one = build("one", Instant.parse("2026-01-01T00:00:00Z"), epoch, true);
    Built two = build("two", Instant.parse("2026-06-06T06:06:06.5Z"), epoch, true);
    assertThat(two.id()).isEqualTo(one.id());
    assertThat(Files.getLastModifiedTime(one.top().resolve("ran")).toInstant()).isEqualTo(EPOCH);
  }

  @Test
  void withoutATimeItIsThatOfTheContextOr1970() throws Exception {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Built one = build("one", now, Map.of(), true);
    assertThat(Files.getLastModifiedTime(one.top().resolve("ran")).toInstant())
        .isEqualTo(Instant.EPOCH);
    Built two = build("two", now, Map.of(), true, EPOCH);
    assertThat(Files.getLastModifiedTime(two.top().resolve("ran")).toInstant()).isEqualTo(EPOCH);
  }

  @Test
  void earlierTimesStay() throws Exception {
    Instant early = Instant.parse("1999-09-09T09:09:09Z");
    Map<String, String> epoch = Map.of("SOURCE_DATE_EPOCH", "" + EPOCH.getEpochSecond());
    Built built = build("one", early, epoch, true);
    assertThat(Files.getLastModifiedTime(built.top().resolve("ran")).toInstant()).isEqualTo(early);
  }

  @Test
  void contextNamesTheTime() throws Exception {
    Map<String, String> context = Map.of("SOURCE_DATE_EPOCH", "context");
    Map<String, String> seconds = Map.of("SOURCE_DATE_EPOCH", "" + EPOCH.getEpochSecond());
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(build("one", now, context, false, EPOCH).id())
        .isEqualTo(build("two", now, seconds, false).id());
  }

  @Test
  void contextWithoutATimeLeavesItOut() throws Exception {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Built built = build("one", now, Map.of("SOURCE_DATE_EPOCH", "context"), false);
    assertThat(Files.getLastModifiedTime(built.top().resolve("ran")).toInstant()).isEqualTo(now);
    assertThat(warnings).isEmpty();
  }

  private record Runner(Instant modified) implements StepRunner {
    @Override
    public int run(Step step, StepOutput output) {
      Path file = step.upperDir().resolve("ran");
      try {
        Files.writeString(file, step.command().getLast());
        Files.setLastModifiedTime(file, FileTime.from(modified));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return 0;
    }

    @Override
    public int interact(Step step, StepDebugger.Console console) {
      throw new AssertionError("nobody looks at what has failed");
    }
  }

  private final class Silence implements BuildProgress {
    @Override
    public void started(Vertex vertex) {}

    @Override
    public void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {}

    @Override
    public void cached(Vertex vertex) {}

    @Override
    public void finished(Vertex vertex, @Nullable String error) {}

    @Override
    public void warning(Warning warning) {
      warnings.add(warning.toString());
    }
  }
}
