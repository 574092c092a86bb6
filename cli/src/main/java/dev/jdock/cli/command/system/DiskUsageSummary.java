package dev.jdock.cli.command.system;

import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.text.HumanSize;
import dev.jdock.runtime.engine.ContainerSummary;
import dev.jdock.runtime.engine.DiskUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A line for each kind of object in {@code system df}. */
final class DiskUsageSummary {
  private static final Set<String> ACTIVE = Set.of("running", "paused", "restarting");

  private DiskUsageSummary() {}

  static List<Map<String, Object>> rows(DiskUsage usage) {
    return List.of(
        images(usage),
        containers(usage.containers()),
        volumes(usage.volumes()),
        cache(usage.buildCache()));
  }

  private static Map<String, Object> images(DiskUsage usage) {
    long used = 0;
    int active = 0;
    for (DiskUsage.ImageUsage image : usage.images()) {
      if (image.containers() > 0) {
        used += image.image().size() - image.sharedSize();
        active++;
      }
    }
    long free = usage.layersSize() - used;
    return row("Images", usage.images().size(), active, usage.layersSize(), share(free, usage));
  }

  private static String share(long free, DiskUsage usage) {
    return share(free, usage.layersSize());
  }

  private static Map<String, Object> containers(List<ContainerSummary> containers) {
    long total = 0;
    long free = 0;
    int active = 0;
    for (ContainerSummary container : containers) {
      total += container.sizeRw();
      if (ACTIVE.contains(container.state())) {
        active++;
      } else {
        free += container.sizeRw();
      }
    }
    return row("Containers", containers.size(), active, total, share(free, total));
  }

  private static Map<String, Object> volumes(List<DiskUsage.VolumeUsage> volumes) {
    long total = 0;
    long free = 0;
    int active = 0;
    for (DiskUsage.VolumeUsage volume : volumes) {
      total += volume.size();
      if (volume.links() > 0) {
        active++;
      } else {
        free += volume.size();
      }
    }
    return row("Local Volumes", volumes.size(), active, total, share(free, total));
  }

  private static Map<String, Object> cache(List<CacheRecord> records) {
    List<CacheRecord> unused = records.stream().filter(record -> !record.inUse()).toList();
    return row(
        "Build Cache",
        records.size(),
        records.size() - unused.size(),
        CacheRecord.bytes(records),
        size(CacheRecord.bytes(unused)));
  }

  private static Map<String, Object> row(
      String type, int count, int active, long size, String reclaimable) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("Active", String.valueOf(active));
    row.put("Reclaimable", reclaimable);
    row.put("Size", size(size));
    row.put("TotalCount", String.valueOf(count));
    row.put("Type", type);
    return row;
  }

  private static String share(long part, long whole) {
    return whole > 0 ? size(part) + " (" + part * 100 / whole + "%)" : size(part);
  }

  static String size(long bytes) {
    return HumanSize.decimal((double) bytes, 4);
  }
}
