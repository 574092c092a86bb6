package dev.jdock.cli.command.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.image.text.HumanSize;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A line of {@code stats}, reckoned as Docker's client does.
 *
 * @param asked how the user names the container
 * @param stats as the Docker Engine API's {@code GET /containers/{id}/stats}
 */
record UsageRow(String asked, JsonNode stats, boolean truncated) {
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
    String id = stats.path("id").asText();
    long memory = memory();
    long limit = stats.path("memory_stats").path("limit").asLong();
    Map<String, Object> fields = new TreeMap<>();
    fields.put("Container", asked);
    fields.put("ID", truncated ? id.substring(0, Math.min(ID_LENGTH, id.length())) : id);
    fields.put("Name", stats.path("name").asText().replaceFirst("^/", ""));
    fields.put("CPUPerc", percent(processors()));
    fields.put(
        "MemUsage", HumanSize.binary((double) memory) + " / " + HumanSize.binary((double) limit));
    fields.put("MemPerc", percent(limit == 0 ? 0 : 100.0 * memory / limit));
    fields.put("NetIO", pair(network("rx_bytes"), network("tx_bytes")));
    fields.put("BlockIO", pair(blocks('r'), blocks('w')));
    fields.put("PIDs", Long.toString(stats.path("pids_stats").path("current").asLong()));
    return fields;
  }

  /** Of one processor: several may be busy. */
  private double processors() {
    JsonNode now = stats.path("cpu_stats");
    JsonNode before = stats.path("precpu_stats");
    double used =
        number(now, "cpu_usage", "total_usage") - number(before, "cpu_usage", "total_usage");
    double passed = number(now, "system_cpu_usage") - number(before, "system_cpu_usage");
    return used > 0 && passed > 0 ? 100.0 * used / passed * number(now, "online_cpus") : 0;
  }

  private static double number(JsonNode json, String... path) {
    JsonNode node = json;
    for (String name : path) {
      node = node.path(name);
    }
    return node.asDouble();
  }

  /** Without page cache that has not been used lately, by the names of both versions of cgroups. */
  private long memory() {
    JsonNode memory = stats.path("memory_stats");
    long usage = memory.path("usage").asLong();
    JsonNode stat = memory.path("stats");
    long unused = stat.path("total_inactive_file").asLong(stat.path("inactive_file").asLong());
    return unused < usage ? usage - unused : usage;
  }

  private long network(String counter) {
    long sum = 0;
    for (JsonNode network : stats.path("networks")) {
      sum += network.path(counter).asLong();
    }
    return sum;
  }

  /**
   * Sums up what was transferred.
   *
   * @param operation how its name begins, in lower case
   */
  private long blocks(char operation) {
    long sum = 0;
    for (JsonNode entry : stats.path("blkio_stats").path("io_service_bytes_recursive")) {
      if (entry.path("op").asText().toLowerCase(Locale.ROOT).indexOf(operation) == 0) {
        sum += entry.path("value").asLong();
      }
    }
    return sum;
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f%%", value);
  }

  private static String pair(long in, long out) {
    return HumanSize.decimal((double) in, DIGITS) + " / " + HumanSize.decimal((double) out, DIGITS);
  }
}
