package dev.jdock.image.build.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.mount.PrivateMounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLookIT {
  @TempDir Path folder;

  @Test
  void noThreadOfAPoolHoldsMountsThatAreOneThreadsOwn() throws Exception {
    for (int i = 0; i < 40; i++) {
      Path each = Files.createDirectory(folder.resolve("d" + i));
      for (int j = 0; j < 40; j++) {
        Files.createFile(each.resolve("f" + j));
      }
    }
    assertThat(PrivateMounts.isHere()).isFalse();
    byte[] there =
        PrivateMounts.call(() -> {
          assertThat(PrivateMounts.isHere()).isTrue();
          return look();
        });
    // A thread that has been joined is still a task of the kernel's for a moment.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (namespaces().size() > 1 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(namespaces()).hasSize(1);
    assertThat(there).isEqualTo(look());
  }

  private byte[] look() throws IOException {
    try (SourceTree tree = SourceTree.plain(folder)) {
      return Sightings.of(tree, List.of(tree.at(".")), Instant.now()).sum();
    }
  }

  /** Mount namespaces of all threads of this process. */
  private static Set<String> namespaces() throws IOException {
    var found = new TreeSet<String>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.toList()) {
        try {
          found.add(Files.readSymbolicLink(thread.resolve("ns/mnt")).toString());
        } catch (NoSuchFileException _) {
          // It has ended.
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return found;
  }
}
