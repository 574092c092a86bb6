package dev.jdock.cli.command.system;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.container.ContainerRow;
import dev.jdock.cli.command.image.ImageRow;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.template.GoStruct;
import dev.jdock.runtime.template.GoTemplate;
import dev.jdock.runtime.template.TemplateException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code system df}. */
@Command(description = "Show docker disk usage")
public final class ShowDiskUsage extends Action {
  private static final String RAW =
      """
      type: {{.Type}}
      total: {{.TotalCount}}
      active: {{.Active}}
      size: {{.Size}}
      reclaimable: {{.Reclaimable}}
      """;
  private static final RowFormat FORMAT =
      new RowFormat(
          "*formatter.diskUsageImagesContext",
          Map.of(
              "Type", "TYPE",
              "TotalCount", "TOTAL",
              "Active", "ACTIVE",
              "Size", "SIZE",
              "Reclaimable", "RECLAIMABLE"));

  @Option(
      names = {"-v", "--verbose"},
      description = "Show detailed information on space usage")
  private boolean verbose;

  @Option(
      names = "--format",
      paramLabel = "string",
      description = "Format with a template: table, table TEMPLATE, json or TEMPLATE")
  private String format = "";

  public ShowDiskUsage() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    DiskUsage usage = engine.system().diskUsage(DiskUsage.Type.ALL);
    PrintStream out = invocation.out();
    if (!verbose) {
      FORMAT.print(
          out,
          format.equals("raw") ? RAW : format,
          List.of("Type", "TotalCount", "Active", "Size", "Reclaimable"),
          DiskUsageSummary.rows(usage));
      return 0;
    }
    boolean table = format.isEmpty() || format.startsWith("table");
    DiskUsageDetails details = new DiskUsageDetails(invocation, usage, table);
    if (format.isEmpty() || format.equals("table")) {
      details.tables(out);
    } else {
      render(details, out);
    }
    return 0;
  }

  private void render(DiskUsageDetails details, PrintStream out) {
    String text =
        switch (format) {
          case "json" -> "{{json .}}";
          case "raw" -> raw();
          default -> format.startsWith("table") ? format.substring("table".length()) : format;
        };
    try {
      GoTemplate.parse(text.strip().replace("\\t", "\t").replace("\\n", "\n"))
          .execute(new GoStruct("*formatter.diskUsageContext", details.lists()), out);
    } catch (TemplateException e) {
      throw CommandFailure.of("template parsing error: " + e.getMessage());
    }
  }

  private static String raw() {
    return "{{range .Images}}type: Image\n"
        + ImageRow.template("raw", false, true)
        + "\n{{end -}}\n{{range .Containers}}type: Container\n"
        + ContainerRow.template("raw", false, true)
        + "\n{{end -}}\n{{range .Volumes}}type: Volume\n"
        + "name: {{.Name}}\ndriver: {{.Driver}}\n"
        + "\n{{end -}}\n{{range .BuildCache}}type: Build Cache\n"
        + """
        build_cache_id: {{.ID}}
        parent_id: {{.Parent}}
        build_cache_type: {{.CacheType}}
        description: {{.Description}}
        created_at: {{.CreatedAt}}
        created_since: {{.CreatedSince}}
        last_used_at: {{.LastUsedAt}}
        last_used_since: {{.LastUsedSince}}
        usage_count: {{.UsageCount}}
        in_use: {{.InUse}}
        shared: {{.Shared}}
        """
        + "\n{{end -}}";
  }
}
