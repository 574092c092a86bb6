package dev.jdock.cli.command.buildx;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.build.BuilderOption;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.build.Platform;
import dev.jdock.runtime.engine.Engine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code buildx ls}: the builder and its node. */
@Command(description = "List builder instances")
public final class ListBuilders extends Action {
  static final String DRIVER = "docker";

  private static final List<String> COLUMNS =
      List.of("Name", "DriverEndpoint", "Status", "Buildkit", "Platforms");

  private static final RowFormat FORMAT =
      new RowFormat(
          "*main.lsContext",
          Map.of(
              "Name", "NAME/NODE",
              "DriverEndpoint", "DRIVER/ENDPOINT",
              "Status", "STATUS",
              "Buildkit", "BUILDKIT",
              "Platforms", "PLATFORMS"));

  @Option(
      names = "--format",
      paramLabel = "string",
      description = "Format with a template: table, table TEMPLATE, json or TEMPLATE")
  private String format = "";

  /** There is one platform, which is never cut. */
  @Option(names = "--no-trunc", description = "Show all of the platforms")
  private boolean unusedWhole;

  public ListBuilders() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    String name = BuilderOption.ONLY;
    String version = engine.system().version().path("Version").asText();
    FORMAT.print(
        invocation.out(),
        format,
        COLUMNS,
        List.of(
            row(name + "*", DRIVER, "", "", ""),
            row(" \\_ " + name, " \\_ " + name, "running", version, Platform.local().toString())));
    return 0;
  }

  private static Map<String, Object> row(
      String name, String driver, String status, String version, String platforms) {
    Map<String, Object> row = new LinkedHashMap<>();
    List<String> values = List.of(name, driver, status, version, platforms);
    for (int i = 0; i < COLUMNS.size(); i++) {
      row.put(COLUMNS.get(i), values.get(i));
    }
    return row;
  }
}
