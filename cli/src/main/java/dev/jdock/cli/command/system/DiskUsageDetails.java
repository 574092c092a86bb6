package dev.jdock.cli.command.system;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.container.ContainerRow;
import dev.jdock.cli.command.image.ImageRow;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.cli.command.volume.VolumeRow;
import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.text.HumanDuration;
import dev.jdock.image.text.HumanSize;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.template.GoStruct;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every object of {@code system df -v}. */
final class DiskUsageDetails {
  private static final RowFormat CACHE =
      new RowFormat(
          "*formatter.buildCacheContext",
          Map.of(
              "ID", "CACHE ID",
              "CacheType", "CACHE TYPE",
              "Size", "SIZE",
              "CreatedSince", "CREATED",
              "LastUsedSince", "LAST USED",
              "UsageCount", "USAGE",
              "Shared", "SHARED"));

  private final Invocation invocation;
  private final DiskUsage usage;
  private final boolean truncate;

  DiskUsageDetails(Invocation invocation, DiskUsage usage, boolean truncate) {
    this.invocation = invocation;
    this.usage = usage;
    this.truncate = truncate;
  }

  /** What a template sees: a list for each kind of object. */
  Map<String, Object> lists() {
    Map<String, Object> lists = new LinkedHashMap<>();
    lists.put("Images", structs("*formatter.imageContext", images()));
    lists.put("Containers", structs("*formatter.ContainerContext", containers()));
    lists.put("Volumes", structs("*formatter.volumeContext", volumes()));
    lists.put("BuildCache", structs("*formatter.buildCacheContext", cache()));
    return lists;
  }

  private static List<GoStruct> structs(String type, List<Map<String, Object>> rows) {
    return rows.stream().map(row -> new GoStruct(type, row)).toList();
  }

  void tables(PrintStream out) {
    out.print("Images space usage:\n\n");
    ImageRow.FORMAT.print(
        out,
        "",
        List.of(
            "Repository",
            "Tag",
            "ID",
            "CreatedSince",
            "Size",
            "SharedSize",
            "UniqueSize",
            "Containers"),
        images());
    out.print("\nContainers space usage:\n\n");
    ContainerRow.FORMAT.print(
        out,
        "",
        List.of("ID", "Image", "Command", "LocalVolumes", "Size", "RunningFor", "Status", "Names"),
        containers());
    out.print("\nLocal Volumes space usage:\n\n");
    VolumeRow.FORMAT.print(out, "", List.of("Name", "Links", "Size"), volumes());
    String size = DiskUsageSummary.size(CacheRecord.bytes(usage.buildCache()));
    out.print("\nBuild cache usage: " + size + "\n\n");
    CACHE.print(
        out,
        "",
        List.of("ID", "CacheType", "Size", "CreatedSince", "LastUsedSince", "UsageCount", "Shared"),
        cache());
  }

  private List<Map<String, Object>> images() {
    return usage.images().stream()
        .map(image -> ImageRow.usage(invocation, image, truncate))
        .toList();
  }

  private List<Map<String, Object>> containers() {
    return usage.containers().stream()
        .map(
            container -> new ContainerRow(invocation, container.withoutRootFs(), truncate).fields())
        .toList();
  }

  private List<Map<String, Object>> volumes() {
    return usage.volumes().stream().map(VolumeRow::of).toList();
  }

  private List<Map<String, Object>> cache() {
    return usage.buildCache().stream().map(this::record).toList();
  }

  private Map<String, Object> record(CacheRecord record) {
    Instant used = record.lastUsed();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("CacheType", record.type().toString());
    row.put("CreatedAt", Human.goTime(invocation, record.created()));
    row.put("CreatedSince", since(record.created()));
    row.put("Description", record.description());
    row.put("ID", truncate ? Human.shortId(record.id()) : record.id());
    row.put("InUse", String.valueOf(record.inUse()));
    row.put("LastUsedAt", used == null ? "" : Human.goTime(invocation, used));
    row.put("LastUsedSince", used == null ? "" : since(used));
    row.put("Parent", "");
    row.put("Shared", String.valueOf(record.shared()));
    row.put("Size", HumanSize.decimal((double) record.size(), 3));
    row.put("UsageCount", String.valueOf(record.uses()));
    return row;
  }

  private static String since(Instant time) {
    return HumanDuration.of(Duration.between(time, Instant.now())) + " ago";
  }
}
