package dev.jdock.runtime.container.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** When a process started: with the pid it names the process for good. */
public final class ProcessStart {
  private static final int FIELD = 22;

  private ProcessStart() {}

  /** Clock ticks after boot (proc(5), stat, field 22), or -1 when there is no such process. */
  public static long of(int pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The name, field 2, is in parentheses and may hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[FIELD - 3]);
    } catch (IOException gone) {
      return -1;
    }
  }
}
