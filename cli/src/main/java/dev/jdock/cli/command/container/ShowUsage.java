package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.ContainerQuery;
import dev.jdock.runtime.engine.ContainerUsage;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Engine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stats}. */
@Command(description = "Display a live stream of container(s) resource usage statistics")
public final class ShowUsage extends Action {
  /** Docker's daemon looks once a second. */
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
    Map<String, ContainerUsage> before = look(containers);
    while (true) {
      Thread.sleep(INTERVAL_MILLIS);
      Map<String, ContainerUsage> now = look(containers);
      String text = table(template, before, now);
      PrintStream out = invocation.out();
      if (once) {
        out.print(text);
        return 0;
      }
      out.print(HOME + text.replace("\n", ERASE_LINE + "\n") + ERASE_REST);
      if (out.checkError()) {
        return 1;
      }
      before = now;
    }
  }

  private String table(
      String template, Map<String, ContainerUsage> before, Map<String, ContainerUsage> now) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    List<Map<String, Object>> rows =
        order(now).stream()
            .map(name ->
                new UsageRow(name, before.get(name), Objects.requireNonNull(now.get(name)), !full)
                    .fields())
            .toList();
    try (PrintStream out = new PrintStream(text, false, StandardCharsets.UTF_8)) {
      UsageRow.FORMAT.print(out, template, UsageRow.COLUMNS, rows);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private List<String> order(Map<String, ContainerUsage> usages) {
    return arguments().isEmpty()
        ? usages.keySet().stream().sorted().toList()
        : arguments().stream().filter(usages::containsKey).distinct().toList();
  }

  /** By the name that the user gave, or by id. Those that vanish are left out. */
  private Map<String, ContainerUsage> look(Containers containers) {
    List<String> names =
        arguments().isEmpty()
            ? containers.list(new ContainerQuery(all, 0, false, Map.of())).stream()
                .map(each -> each.id())
                .toList()
            : arguments();
    Map<String, ContainerUsage> usages = new HashMap<>();
    for (String name : names) {
      ContainerUsage usage = usage(containers, name);
      if (usage != null) {
        usages.put(name, usage);
      }
    }
    return usages;
  }

  private static @Nullable ContainerUsage usage(Containers containers, String name) {
    try {
      return containers.usage(name);
    } catch (JdockException gone) {
      return null;
    }
  }
}
