package dev.jdock.runtime.container.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.oci.Json;
import dev.jdock.linux.cgroup.CgroupStatistics;
import dev.jdock.linux.cgroup.CgroupStatistics.BlockCount;
import java.util.List;
import java.util.Set;

/** One measurement of a container in the Docker Engine API's words. */
final class ContainerStatistics {
  /** What moby shows of version 2's memory.stat; of version 1's, it shows the old names only. */
  private static final Set<String> MEMORY =
      Set.of(
          "active_anon",
          "active_file",
          "anon",
          "anon_thp",
          "cache",
          "dirty",
          "file",
          "file_dirty",
          "file_mapped",
          "file_writeback",
          "hierarchical_memory_limit",
          "hierarchical_memsw_limit",
          "inactive_anon",
          "inactive_file",
          "kernel_stack",
          "mapped_file",
          "pgactivate",
          "pgdeactivate",
          "pgfault",
          "pglazyfree",
          "pglazyfreed",
          "pgmajfault",
          "pgpgin",
          "pgpgout",
          "pgrefill",
          "pgscan",
          "pgsteal",
          "rss",
          "rss_huge",
          "shmem",
          "slab",
          "slab_reclaimable",
          "slab_unreclaimable",
          "sock",
          "thp_collapse_alloc",
          "thp_fault_alloc",
          "unevictable",
          "workingset_activate",
          "workingset_nodereclaim",
          "workingset_refault",
          "writeback");

  /** Go's time without a value. */
  static final String NEVER = "0001-01-01T00:00:00Z";

  private static final List<String> BLOCK_FIELDS =
      List.of(
          "io_service_bytes_recursive",
          "io_serviced_recursive",
          "io_queue_recursive",
          "io_service_time_recursive",
          "io_wait_time_recursive",
          "io_merged_recursive",
          "io_time_recursive",
          "sectors_recursive");

  private ContainerStatistics() {}

  /** The fields of a container of which nothing is measured. */
  static ObjectNode empty(String id, String name) {
    ObjectNode json = Json.object();
    json.put("name", "/" + name).put("id", id);
    json.put("read", NEVER).put("preread", NEVER);
    json.putObject("pids_stats");
    ObjectNode blocks = json.putObject("blkio_stats");
    BLOCK_FIELDS.forEach(blocks::putNull);
    json.put("num_procs", 0);
    json.putObject("storage_stats");
    json.set("cpu_stats", noCpu());
    json.set("precpu_stats", noCpu());
    json.putObject("memory_stats");
    return json;
  }

  private static ObjectNode noCpu() {
    ObjectNode json = Json.object();
    json.putObject("cpu_usage")
        .put("total_usage", 0)
        .put("usage_in_kernelmode", 0)
        .put("usage_in_usermode", 0);
    json.putObject("throttling_data")
        .put("periods", 0)
        .put("throttled_periods", 0)
        .put("throttled_time", 0);
    return json;
  }

  /**
   * Fills in what a cgroup has counted.
   *
   * @param machine of the same moment
   */
  static void put(ObjectNode json, CgroupStatistics counted, MachineUsage machine) {
    ObjectNode pids = json.putObject("pids_stats").put("current", counted.pids());
    if (counted.pidsLimit() > 0) {
      pids.put("limit", counted.pidsLimit());
    }
    ObjectNode blocks = json.putObject("blkio_stats");
    BLOCK_FIELDS.forEach(blocks::putArray);
    blocks.set("io_service_bytes_recursive", blocks(counted.bytes()));
    blocks.set("io_serviced_recursive", blocks(counted.operations()));
    json.set("cpu_stats", cpu(counted.cpu(), machine));
    json.set("memory_stats", memory(counted.memory(), machine.memory()));
  }

  private static ArrayNode blocks(List<BlockCount> counts) {
    ArrayNode json = Json.array();
    counts.forEach(count ->
        json.addObject()
            .put("major", count.major())
            .put("minor", count.minor())
            .put("op", count.operation())
            .put("value", count.value()));
    return json;
  }

  private static ObjectNode cpu(CgroupStatistics.Cpu cpu, MachineUsage machine) {
    ObjectNode json = Json.object();
    ObjectNode usage = json.putObject("cpu_usage").put("total_usage", cpu.total());
    if (!cpu.perCpu().isEmpty()) {
      ArrayNode each = usage.putArray("percpu_usage");
      cpu.perCpu().forEach(each::add);
    }
    usage.put("usage_in_kernelmode", cpu.kernel()).put("usage_in_usermode", cpu.user());
    json.put("system_cpu_usage", machine.cpuNanos()).put("online_cpus", machine.cpus());
    json.putObject("throttling_data")
        .put("periods", cpu.periods())
        .put("throttled_periods", cpu.throttledPeriods())
        .put("throttled_time", cpu.throttled());
    return json;
  }

  private static ObjectNode memory(CgroupStatistics.Memory memory, long machine) {
    ObjectNode json = Json.object();
    json.put("usage", memory.usage());
    if (memory.largest() > 0) {
      json.put("max_usage", memory.largest());
    }
    ObjectNode stat = json.putObject("stats");
    memory
        .stat()
        .forEach((name, value) -> {
          if (MEMORY.contains(name.replaceFirst("^total_", ""))) {
            stat.put(name, value);
          }
        });
    if (memory.failures() > 0) {
      json.put("failcnt", memory.failures());
    }
    return json.put("limit", Math.min(memory.limit(), machine));
  }
}
