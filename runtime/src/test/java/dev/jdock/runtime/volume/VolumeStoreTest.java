package dev.jdock.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeStoreTest {
  private static final int AT_ONCE = 4;

  private @TempDir Path folder = Path.of("");

  /** Each puts a file into it at once: nobody else's failure takes that away again. */
  @Test
  void whoMakesAVolumeAtTheSameTimeGetsTheSame() throws Exception {
    VolumeStore store = new VolumeStore(folder);
    CyclicBarrier start = new CyclicBarrier(AT_ONCE);
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int round = 0; round < 100; round++) {
        String name = "volume" + round;
        List<Callable<Path>> tasks = new ArrayList<>();
        for (int number = 0; number < AT_ONCE; number++) {
          String file = "file" + number;
          boolean ofContainer = number == 0;
          tasks.add(() -> {
            start.await();
            Path data =
                ofContainer
                    ? store.obtain(name)
                    : Path.of(store.create(name, Map.of(), Map.of(), Instant.EPOCH).mountpoint());
            return Files.createFile(data.resolve(file));
          });
        }
        for (Future<Path> made : threads.invokeAll(tasks)) {
          assertThat(made.get()).exists();
        }
      }
    }
  }
}
