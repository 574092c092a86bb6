package dev.jdock.linux.process;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The threads in which this JVM compiles methods. Java does not know them; the kernel does by their
 * names, {@code C1 CompilerThread0} and the like, of which it keeps 15 bytes.
 */
public final class CompilerThreads {
  private static final Path THREADS = Path.of("/proc/self/task");

  /** With the line's end. */
  private static final int LONGEST_NAME = 16;

  /** Of setpriority(2): a thread, since Linux has a nice value for each. 0 is the calling one. */
  private static final int PRIO_PROCESS = 0;

  private static final int NORMAL = 0;
  private static final int LAST = 19;

  private CompilerThreads() {}

  /**
   * Lets all others of this process go first, until {@link #release}. Those that the JVM adds
   * meanwhile inherit that from the one that adds them.
   *
   * @return false, and nothing is changed, where the kernel would not let it be taken back: that
   *     takes CAP_SYS_NICE
   */
  public static boolean holdBack() {
    if (LIBC.setpriority(PRIO_PROCESS, 0, NORMAL - 1) != 0) {
      return false;
    }
    int _ = LIBC.setpriority(PRIO_PROCESS, 0, NORMAL);
    setNice(LAST);
    return true;
  }

  /** Lets them take turns with the others, as usual. */
  public static void release() {
    setNice(NORMAL);
  }

  private static void setNice(int nice) {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      byte[] name = new byte[LONGEST_NAME];
      for (Path thread : threads) {
        if (compiles(thread, name)) {
          // One that has ended meanwhile needs none.
          int _ =
              LIBC.setpriority(
                  PRIO_PROCESS, Integer.parseInt(thread.getFileName().toString()), nice);
        }
      }
    } catch (IOException e) {
      // Without /proc they stay as they are.
      return;
    }
  }

  /** By system calls alone: with a stream for each, twenty names take a start 3 ms. */
  private static boolean compiles(Path thread, byte[] buffer) {
    int file = LIBC.open(thread + "/comm", Fd.O_RDONLY | Fd.O_CLOEXEC, 0);
    if (file < 0) {
      // It has ended meanwhile.
      return false;
    }
    int length = (int) LIBC.read(file, buffer, buffer.length);
    int _ = LIBC.close(file);
    String name = new String(buffer, 0, Math.max(0, length), StandardCharsets.UTF_8);
    return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
  }
}
