package dev.jdock.linux.cgroup;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the processes of a cgroup use and have used; 0 and empty where the kernel counts nothing.
 *
 * @param bytes transferred from and to block devices
 * @param operations on block devices
 */
public record CgroupStatistics(
    Cpu cpu,
    Memory memory,
    long pids,
    long pidsLimit,
    List<BlockCount> bytes,
    List<BlockCount> operations) {

  /**
   * Processor time since the beginning, in nanoseconds.
   *
   * @param perCpu of each processor; empty with version 2
   * @param periods how many periods of a quota have passed
   * @param throttledPeriods how many of them used the quota up
   */
  public record Cpu(
      long total,
      List<Long> perCpu,
      long kernel,
      long user,
      long periods,
      long throttledPeriods,
      long throttled) {}

  /**
   * Memory in bytes, with the page cache.
   *
   * @param largest use so far; 0 with version 2
   * @param limit {@link Long#MAX_VALUE} for none
   * @param failures how often the limit was reached
   * @param stat the numbers of memory.stat, by name
   */
  public record Memory(
      long usage, long largest, long limit, long failures, SortedMap<String, Long> stat) {}

  /**
   * A number of one device.
   *
   * @param operation {@code Read}, {@code Write} … of version 1, {@code read} or {@code write} of
   *     version 2
   */
  public record BlockCount(long major, long minor, String operation, long value) {}

  /** Lines {@code name number} of memory.stat. */
  static SortedMap<String, Long> stat(String text) {
    SortedMap<String, Long> numbers = new TreeMap<>();
    text.lines()
        .map(line -> line.split(" ", -1))
        .filter(words -> words.length == 2 && words[1].matches("\\d{1,18}"))
        .forEach(words -> numbers.put(words[0], Long.parseLong(words[1])));
    return numbers;
  }

  /** Lines {@code 8:0 Read 4096} of version 1's blkio files; the sum at their end is left out. */
  static List<BlockCount> counts(String text) {
    List<BlockCount> counts = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split("\\s+", -1);
      String[] device = words[0].split(":", -1);
      if (words.length == 3 && device.length == 2) {
        counts.add(
            new BlockCount(
                Long.parseLong(device[0]),
                Long.parseLong(device[1]),
                words[1],
                Long.parseLong(words[2])));
      }
    }
    return counts;
  }

  /**
   * Lines {@code 8:0 rbytes=4096 wbytes=0 rios=1 wios=0 …} of version 2's io.stat.
   *
   * @param suffix {@code bytes} or {@code ios}
   */
  static List<BlockCount> counts(String text, String suffix) {
    List<BlockCount> counts = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split("\\s+", -1);
      String[] device = words[0].split(":", -1);
      if (device.length == 2) {
        for (String operation : List.of("read", "write")) {
          String key = operation.charAt(0) + suffix + "=";
          for (String word : words) {
            if (word.startsWith(key)) {
              counts.add(
                  new BlockCount(
                      Long.parseLong(device[0]),
                      Long.parseLong(device[1]),
                      operation,
                      Long.parseLong(word.substring(key.length()))));
            }
          }
        }
      }
    }
    return counts;
  }
}
