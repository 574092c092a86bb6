package dev.jdock.linux.cgroup;

import java.util.Arrays;
import java.util.Locale;

/**
 * The resources that the processes of a cgroup use and have used; 0 where the controller is
 * missing.
 *
 * @param cpuNanos of processor time since the cgroup was created
 * @param memory bytes, with the page cache
 * @param inactiveFile bytes of page cache on the inactive list
 * @param memoryLimit bytes; {@link Long#MAX_VALUE} for none
 * @param read bytes from block devices
 * @param written bytes to block devices
 */
public record CgroupUsage(
    long cpuNanos,
    long memory,
    long inactiveFile,
    long memoryLimit,
    long pids,
    long read,
    long written) {

  /** Lines {@code 8:0 Read 4096} of version 1's blkio.throttle.io_service_bytes. */
  static long sumOfOperations(String text, String operation) {
    return text.lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(words -> words.length == 3 && words[1].equals(operation))
        .mapToLong(words -> Long.parseLong(words[2]))
        .sum();
  }

  /** Lines {@code 8:0 rbytes=4096 wbytes=0 …} of version 2's io.stat. */
  static long sumOfKeys(String text, String key) {
    return text.toLowerCase(Locale.ROOT)
        .lines()
        .flatMap(line -> Arrays.stream(line.split(" ", -1)))
        .filter(word -> word.startsWith(key + "="))
        .mapToLong(word -> Long.parseLong(word.substring(key.length() + 1)))
        .sum();
  }
}
