package dev.jdock.cli.command.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.runtime.engine.ContainerQuery;
import dev.jdock.runtime.engine.ContainerSummary;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.StatsRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stats}. */
@Command(description = "Display a live stream of container(s) resource usage statistics")
public final class ShowUsage extends Action {
  /** How often the engine measures. */
  private static final long INTERVAL_MILLIS = 1000;

  private static final String HOME = "\u001b[H";
  private static final String ERASE_LINE = "\u001b[K";
  private static final String ERASE_REST = "\u001b[J";

  @Option(
      names = {"-a", "--all"},
      description = "Show all containers (default shows just running)")
  private boolean all;

  @Option(
      names = "--format",
      paramLabel = "string",
      description = "Format with a template: table, table TEMPLATE, json or TEMPLATE")
  private String format = "";

  @Option(names = "--no-stream", description = "Show one look and end")
  private boolean once;

  @Option(names = "--no-trunc", description = "Show everything in full")
  private boolean full;

  public ShowUsage() {
    super(Arity.atLeast(0));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    Containers containers = engine.containers();
    for (String container : arguments()) {
      String _ = containers.resolve(container);
    }
    String template = format.isEmpty() ? DockerConfig.of(invocation).statsFormat() : format;
    PrintStream out = invocation.out();
    try (UsageFeed feed =
        new UsageFeed(containers, once ? StatsRequest.ONCE : StatsRequest.STREAM)) {
      feed.follow(names(containers));
      if (once) {
        feed.awaitEnd();
        out.print(table(template, containers, feed));
        return 0;
      }
      while (true) {
        Thread.sleep(INTERVAL_MILLIS);
        feed.follow(names(containers));
        String text = table(template, containers, feed);
        out.print(HOME + text.replace("\n", ERASE_LINE + "\n") + ERASE_REST);
        if (out.checkError()) {
          return 1;
        }
      }
    }
  }

  private String table(String template, Containers containers, UsageFeed feed) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String name : names(containers)) {
      JsonNode latest = feed.latest(name);
      if (latest != null) {
        rows.add(new UsageRow(name, latest, !full).fields());
      }
    }
    try (PrintStream out = new PrintStream(text, false, StandardCharsets.UTF_8)) {
      UsageRow.FORMAT.print(out, template, UsageRow.COLUMNS, rows);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** As the user gave them, or ids. */
  private List<String> names(Containers containers) {
    return arguments().isEmpty()
        ? containers.list(new ContainerQuery(all, 0, false, Map.of())).stream()
            .map(ContainerSummary::id)
            .sorted()
            .toList()
        : arguments().stream().distinct().toList();
  }
}
