package dev.jdock.cli.command.system;

import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.text.HumanSize;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.engine.DiskUsageSum;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A line for each kind of object in {@code system df}. */
final class DiskUsageSummary {
  private DiskUsageSummary() {}

  static List<Map<String, Object>> rows(DiskUsage usage) {
    return List.of(
        images(usage),
        row("Containers", DiskUsageSum.ofContainers(usage)),
        row("Local Volumes", DiskUsageSum.ofVolumes(usage)),
        cache(usage.buildCache()));
  }

  /** Docker's client has another number of what images could give back than its daemon. */
  private static Map<String, Object> images(DiskUsage usage) {
    DiskUsageSum sum = DiskUsageSum.ofImages(usage);
    long used =
        usage.images().stream()
            .filter(image -> image.containers() > 0)
            .mapToLong(DiskUsage.ImageUsage::ownSize)
            .sum();
    return row(
        "Images", sum.count(), sum.active(), sum.size(), share(sum.size() - used, sum.size()));
  }

  private static Map<String, Object> row(String type, DiskUsageSum sum) {
    return row(type, sum.count(), sum.active(), sum.size(), share(sum.reclaimable(), sum.size()));
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
      String type, long count, long active, long size, String reclaimable) {
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
