package dev.jdock.linux.cgroup;

import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/**
 * What version 2 counts, Documentation/admin-guide/cgroup-v2.rst.
 *
 * @param files from name to a file's text; empty where there is none
 */
record V2Statistics(UnaryOperator<String> files) {
  private static final long MICRO = 1000;

  CgroupStatistics read() {
    SortedMap<String, Long> cpu = CgroupStatistics.stat(files.apply("cpu.stat"));
    String io = files.apply("io.stat");
    return new CgroupStatistics(
        new CgroupStatistics.Cpu(
            cpu.getOrDefault("usage_usec", 0L) * MICRO,
            List.of(),
            cpu.getOrDefault("system_usec", 0L) * MICRO,
            cpu.getOrDefault("user_usec", 0L) * MICRO,
            cpu.getOrDefault("nr_periods", 0L),
            cpu.getOrDefault("nr_throttled", 0L),
            cpu.getOrDefault("throttled_usec", 0L) * MICRO),
        new CgroupStatistics.Memory(
            number("memory.current", 0),
            0,
            number("memory.max", Long.MAX_VALUE),
            CgroupStatistics.stat(files.apply("memory.events")).getOrDefault("oom", 0L),
            CgroupStatistics.stat(files.apply("memory.stat"))),
        number("pids.current", 0),
        number("pids.max", 0),
        CgroupStatistics.counts(io, "bytes"),
        CgroupStatistics.counts(io, "ios"));
  }

  private long number(String name, long otherwise) {
    String text = files.apply(name).strip();
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : otherwise;
  }
}
