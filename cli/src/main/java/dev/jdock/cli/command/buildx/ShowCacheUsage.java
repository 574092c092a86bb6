package dev.jdock.cli.command.buildx;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.build.BuilderOption;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.text.HumanDuration;
import dev.jdock.image.text.HumanSize;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.engine.Engine;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code buildx du}: the records of the build cache. */
@Command(description = "Disk usage")
public final class ShowCacheUsage extends Action {
  private static final RowFormat FORMAT =
      new RowFormat(
          "*main.diskusageContext",
          Map.of(
              "ID", "ID",
              "Reclaimable", "RECLAIMABLE",
              "Size", "SIZE",
              "LastUsedAt", "LAST ACCESSED"));

  @Mixin private BuilderOption builder = new BuilderOption();

  @Option(names = "--verbose", description = "Show all that is known of each record")
  private boolean verbose;

  @Option(
      names = "--format",
      paramLabel = "string",
      description = "Format with a template: table, table TEMPLATE, json, pretty or TEMPLATE")
  private String format = "";

  public ShowCacheUsage() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    builder.check(invocation);
    List<CacheRecord> records =
        engine.system().diskUsage(Set.of(DiskUsage.Type.BUILD_CACHE)).buildCache();
    PrintStream out = invocation.out();
    boolean table = format.isEmpty() || format.startsWith("table");
    if (verbose || format.equals("pretty")) {
      records.forEach(record -> describe(record, out));
    } else {
      FORMAT.print(
          out,
          format,
          List.of("ID", "Reclaimable", "Size", "LastUsedAt"),
          records.stream().map(record -> row(record, table)).toList());
    }
    if (table || format.equals("pretty")) {
      sum(records, out);
    }
    return 0;
  }

  private static Map<String, Object> row(CacheRecord record, boolean marks) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("CreatedAt", record.created().toString());
    row.put("Description", record.description());
    // The mark says that its files may change.
    row.put("ID", record.id() + (marks && record.type().mutable() ? "*" : ""));
    row.put("LastUsedAt", used(record));
    row.put("Mutable", record.type().mutable());
    row.put("Parents", List.of());
    row.put("Reclaimable", !record.inUse());
    row.put("Shared", record.shared());
    // The mark says that an image keeps what the record does.
    row.put("Size", size(record.size()) + (marks && record.shared() ? "*" : ""));
    row.put("Type", record.type().toString());
    row.put("UsageCount", (long) record.uses());
    return row;
  }

  private static String size(long bytes) {
    return HumanSize.decimal((double) bytes, 4);
  }

  private static String used(CacheRecord record) {
    Instant last = record.lastUsed();
    return last == null ? "" : HumanDuration.of(Duration.between(last, Instant.now())) + " ago";
  }

  private static void describe(CacheRecord record, PrintStream out) {
    out.println("ID:           " + record.id());
    out.println("Created at:   " + record.created());
    out.println("Mutable:      " + record.type().mutable());
    out.println("Reclaimable:  " + !record.inUse());
    out.println("Shared:       " + record.shared());
    out.println("Size:         " + size(record.size()));
    if (!record.description().isEmpty()) {
      out.println("Description:  " + record.description());
    }
    out.println("Usage count:  " + record.uses());
    if (record.lastUsed() != null) {
      out.println("Last used:    " + used(record));
    }
    out.println("Type:         " + record.type());
    out.println();
  }

  private static void sum(List<CacheRecord> records, PrintStream out) {
    long own = CacheRecord.bytes(records);
    long free = CacheRecord.bytes(records.stream().filter(record -> !record.inUse()).toList());
    long shared = records.stream().filter(CacheRecord::shared).mapToLong(CacheRecord::size).sum();
    if (shared > 0) {
      out.println("Shared:\t\t" + size(shared));
      out.println("Private:\t" + size(own));
    }
    out.println("Reclaimable:\t" + size(free));
    out.println("Total:\t\t" + size(own + shared));
  }
}
