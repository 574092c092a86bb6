package dev.jdock.linux.cgroup;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BinaryOperator;

/**
 * What version 1 counts, cgroups(7) and Documentation/admin-guide/cgroup-v1.
 *
 * @param files from controller and name to a file's text; empty where there is none
 */
record V1Statistics(BinaryOperator<String> files) {
  /** A tick of cpuacct.stat, USER_HZ being 100 everywhere. */
  private static final long TICK_NANOS = 10_000_000;

  CgroupStatistics read() {
    SortedMap<String, Long> ticks = stat("cpuacct", "cpuacct.stat");
    SortedMap<String, Long> quota = stat("cpu", "cpu.stat");
    return new CgroupStatistics(
        new CgroupStatistics.Cpu(
            number("cpuacct", "cpuacct.usage", 0),
            perCpu(),
            ticks.getOrDefault("system", 0L) * TICK_NANOS,
            ticks.getOrDefault("user", 0L) * TICK_NANOS,
            quota.getOrDefault("nr_periods", 0L),
            quota.getOrDefault("nr_throttled", 0L),
            quota.getOrDefault("throttled_time", 0L)),
        new CgroupStatistics.Memory(
            number("memory", "memory.usage_in_bytes", 0),
            number("memory", "memory.max_usage_in_bytes", 0),
            number("memory", "memory.limit_in_bytes", Long.MAX_VALUE),
            number("memory", "memory.failcnt", 0),
            stat("memory", "memory.stat")),
        number("pids", "pids.current", 0),
        number("pids", "pids.max", 0),
        CgroupStatistics.counts(files.apply("blkio", "blkio.throttle.io_service_bytes")),
        CgroupStatistics.counts(files.apply("blkio", "blkio.throttle.io_serviced")));
  }

  private List<Long> perCpu() {
    return Arrays.stream(files.apply("cpuacct", "cpuacct.usage_percpu").strip().split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .map(Long::valueOf)
        .toList();
  }

  private SortedMap<String, Long> stat(String controller, String name) {
    return CgroupStatistics.stat(files.apply(controller, name));
  }

  private long number(String controller, String name, long otherwise) {
    String text = files.apply(controller, name).strip();
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : otherwise;
  }
}
