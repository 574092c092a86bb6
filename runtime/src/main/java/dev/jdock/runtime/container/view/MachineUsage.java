package dev.jdock.runtime.container.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the machine has and has used, proc(5).
 *
 * @param cpuNanos processor time of all processors since boot, idle time included
 * @param cpus processors that are online
 * @param memory bytes
 */
record MachineUsage(long cpuNanos, int cpus, long memory) {
  /** A tick of /proc/stat, USER_HZ being 100 everywhere. */
  private static final long TICK_NANOS = 10_000_000;

  /** User, nice, system, idle, iowait, irq and softirq, as Docker adds them up. */
  private static final int STATES = 7;

  static MachineUsage now() {
    try {
      return of(
          Files.readAllLines(Path.of("/proc/stat")), Files.readAllLines(Path.of("/proc/meminfo")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MachineUsage of(List<String> stat, List<String> meminfo) {
    long ticks =
        stat.stream()
            .filter(line -> line.startsWith("cpu "))
            .flatMap(line -> Arrays.stream(line.split(" +", -1)).skip(1).limit(STATES))
            .mapToLong(Long::parseLong)
            .sum();
    long kilobytes =
        meminfo.stream()
            .filter(line -> line.startsWith("MemTotal:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum();
    int cpus = (int) stat.stream().filter(line -> line.matches("cpu\\d.*")).count();
    return new MachineUsage(ticks * TICK_NANOS, cpus, kilobytes << 10);
  }
}
