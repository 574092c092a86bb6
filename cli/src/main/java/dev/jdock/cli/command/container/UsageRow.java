package dev.jdock.cli.command.container;

import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.image.text.HumanSize;
import dev.jdock.runtime.engine.ContainerUsage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code stats}.
 *
 * @param asked how the user names the container
 * @param before an earlier look, from which the use of processors is told; null at first
 */
record UsageRow(
    String asked, @Nullable ContainerUsage before, ContainerUsage now, boolean truncated) {
  static final List<String> COLUMNS =
      List.of("ID", "Name", "CPUPerc", "MemUsage", "MemPerc", "NetIO", "BlockIO", "PIDs");

  static final RowFormat FORMAT =
      new RowFormat(
          "*container.statsContext",
          Map.of(
              "Container", "CONTAINER",
              "ID", "CONTAINER ID",
              "Name", "NAME",
              "CPUPerc", "CPU %",
              "MemUsage", "MEM USAGE / LIMIT",
              "MemPerc", "MEM %",
              "NetIO", "NET I/O",
              "BlockIO", "BLOCK I/O",
              "PIDs", "PIDS"));

  private static final int ID_LENGTH = 12;
  private static final int DIGITS = 3;

  Map<String, Object> fields() {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("Container", asked);
    fields.put("ID", truncated ? now.id().substring(0, ID_LENGTH) : now.id());
    fields.put("Name", now.name());
    fields.put("CPUPerc", percent(processors()));
    fields.put(
        "MemUsage",
        HumanSize.binary((double) now.memory())
            + " / "
            + HumanSize.binary((double) now.memoryLimit()));
    fields.put(
        "MemPerc", percent(now.memoryLimit() == 0 ? 0 : 100.0 * now.memory() / now.memoryLimit()));
    fields.put("NetIO", pair(now.received(), now.sent()));
    fields.put("BlockIO", pair(now.read(), now.written()));
    fields.put("PIDs", Long.toString(now.pids()));
    return fields;
  }

  /** Of one processor: several may be busy. */
  private double processors() {
    if (before == null || !now.running() || before.cpuNanos() > now.cpuNanos()) {
      return 0;
    }
    long elapsed = Duration.between(before.at(), now.at()).toNanos();
    return elapsed <= 0 ? 0 : 100.0 * (now.cpuNanos() - before.cpuNanos()) / elapsed;
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f%%", value);
  }

  private static String pair(long in, long out) {
    return HumanSize.decimal((double) in, DIGITS) + " / " + HumanSize.decimal((double) out, DIGITS);
  }
}
