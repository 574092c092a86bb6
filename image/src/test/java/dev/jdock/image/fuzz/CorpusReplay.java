package dev.jdock.image.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reads all inputs that are kept in {@code src/test/resources/fuzz}, in a folder for each target:
 * those that a target has to start with when it is fuzzed, and those that were once treated
 * wrongly.
 */
public abstract class CorpusReplay {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** As much as the engine's threads have. */
  private static final long STACK_BYTES = 512 * 1024;

  /** One object of each target of the module. */
  protected abstract List<FuzzTarget> targets();

  @TestFactory
  Stream<DynamicContainer> keptInputsAreReadOrRefusedInALine() {
    return targets().stream().map(CorpusReplay::replay);
  }

  private static DynamicContainer replay(FuzzTarget target) {
    Path folder = folder(target);
    List<Path> inputs = inputs(folder);
    assertThat(inputs).as("inputs in %s", folder).isNotEmpty();
    return DynamicContainer.dynamicContainer(
        target.getClass().getSimpleName(),
        inputs.stream()
            .map(input ->
                DynamicTest.dynamicTest(
                    String.valueOf(input.getFileName()), () -> read(target, input))));
  }

  /** {@code DockerfileTarget} has {@code fuzz/dockerfile}. */
  static Path folder(FuzzTarget target) {
    String name = target.getClass().getSimpleName().replaceFirst("Target$", "");
    return CORPORA.resolve(name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase());
  }

  private static List<Path> inputs(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new AssertionError("no corpus in " + folder, e);
    }
  }

  private static void read(FuzzTarget target, Path input) throws Throwable {
    byte[] bytes = Files.readAllBytes(input);
    FutureTask<Void> reading =
        new FutureTask<>(() -> {
          new Oracle(target).read(bytes);
          return null;
        });
    Thread thread = new Thread(null, reading, "replay", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      reading.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    } catch (TimeoutException e) {
      throw new AssertionError("not read within " + LIMIT, e);
    }
  }
}
