package dev.jdock.linux.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DirectoryTest {
  @TempDir Path folder;

  private void tree(int directories, int files) throws IOException {
    for (int i = 0; i < directories; i++) {
      Path directory = Files.createDirectories(folder.resolve("tree").resolve("d" + i));
      for (int j = 0; j < files; j++) {
        Files.createFile(directory.resolve("f" + j));
      }
    }
  }

  private void removeTree() {
    try (Directory directory = Directory.open(folder)) {
      directory.removeTree("tree");
    }
  }

  @Test
  void severalMayRemoveTheSameTree() throws Exception {
    tree(100, 10);
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List<Future<?>> removals = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        removals.add(executor.submit(this::removeTree));
      }
      for (Future<?> removal : removals) {
        removal.get();
        assertThat(folder.resolve("tree")).doesNotExist();
      }
    }
  }

  @Test
  void whatIsAddedMeanwhileGoesToo() throws Exception {
    tree(2, 300);
    CountDownLatch begun = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> adding =
          executor.submit(() -> {
            for (int i = 0; i < 1000; i++) {
              try {
                Files.createFile(folder.resolve("tree/more" + i));
              } catch (IOException gone) {
                return;
              } finally {
                begun.countDown();
              }
            }
          });
      begun.await();
      removeTree();
      adding.get();
    }
    assertThat(folder).isEmptyDirectory();
  }
}
