package dev.jdock.cli.command.buildx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.build.BuilderOption;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.build.Platform;
import dev.jdock.image.oci.Json;
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
  private static final String NAME = BuilderOption.ONLY;
  private static final String RUNNING = "running";
  private static final String JSON = "{{json .}}";

  private static final List<String> COLUMNS =
      List.of("Name", "DriverEndpoint", "Status", "Buildkit", "Platforms");

  private static final RowFormat FORMAT =
      new RowFormat(
          "*commands.lsContext",
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
    String version = engine.system().version().path("Version").asText();
    String platform = Platform.local().toString();
    String all = format.strip();
    if (all.equals("json") || all.equals(JSON)) {
      String document = document(version, platform).toString();
      invocation.out().println(document);
      if (all.equals(JSON)) {
        // A template is shown for the builder and for its node, and to both it is the builder.
        invocation.out().println(document);
      }
      return 0;
    }
    boolean table = format.isEmpty() || format.startsWith("table");
    String indent = table ? " \\_ " : "";
    FORMAT.print(
        invocation.out(),
        format,
        COLUMNS,
        List.of(
            row(table ? NAME + "*" : NAME, DRIVER, "", "", ""),
            row(indent + NAME, indent + NAME, RUNNING, version, platform)));
    return 0;
  }

  private static ObjectNode document(String version, String platform) {
    ObjectNode builder = Json.object();
    builder.put("Current", true).put("Driver", DRIVER).put("Dynamic", false).put("Name", NAME);
    ObjectNode node = builder.putArray("Nodes").addObject();
    node.put("Endpoint", NAME).put("Name", NAME);
    node.putArray("Platforms").add(platform);
    node.put("Status", RUNNING).put("Version", version);
    return builder;
  }

  private static Map<String, Object> row(
      String name, String driver, String status, String version, String platforms) {
    Map<String, Object> row = new LinkedHashMap<>();
    List<String> values = List.of(name, driver, status, version, platforms);
    for (int i = 0; i < COLUMNS.size(); i++) {
      row.put(COLUMNS.get(i), values.get(i));
    }
    row.put("Error", "");
    return row;
  }
}
