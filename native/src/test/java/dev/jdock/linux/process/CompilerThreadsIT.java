package dev.jdock.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CompilerThreadsIT {
  /** Of stat, counted from what follows the name (proc_pid_stat(5)). */
  private static final int NICE = 16;

  @Test
  void compilersAreHeldBackUntilTheyAreReleased() throws IOException {
    assertThat(CompilerThreads.holdBack()).isTrue();
    try {
      assertThat(niceValues(true)).containsExactly(19);
      assertThat(niceValues(false)).containsExactly(0);
    } finally {
      CompilerThreads.release();
    }
    assertThat(niceValues(true)).containsExactly(0);
  }

  /** Of the compilers, or of all others. */
  private static TreeSet<Integer> niceValues(boolean compilers) throws IOException {
    TreeSet<Integer> values = new TreeSet<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        String stat = Files.readString(thread.resolve("stat"));
        if (stat.contains(" Compiler") == compilers) {
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
          values.add(Integer.parseInt(fields[NICE]));
        }
      }
    } catch (NoSuchFileException e) {
      return niceValues(compilers);
    }
    return values;
  }
}
