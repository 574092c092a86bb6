package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.Filter;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.runtime.engine.ContainerQuery;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ps}. */
@Command(description = "List containers")
public final class ListContainers extends Action {
  /** Sizes take their time; a whole row as JSON has them. */
  private static final Pattern SHOWS_SIZE =
      Pattern.compile("\\.Size\\b|\\bjson\\s+[.$](?![A-Za-z])");

  private static final List<String> COLUMNS =
      List.of("ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names");

  @Option(
      names = {"-a", "--all"},
      description = "Show all containers (default shows just running)")
  private boolean all;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show ids only")
  private boolean quiet;

  @Option(
      names = {"-l", "--latest"},
      description = "Show the latest created container, running or not")
  private boolean latest;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "int",
      description = "Show the last so many created containers, running or not (default -1)")
  private int last = -1;

  @Option(
      names = {"-s", "--size"},
      description = "Show sizes")
  private boolean size;

  @Option(names = "--no-trunc", description = "Show everything in full")
  private boolean full;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "filter",
      converter = Filter.Converter.class,
      description = "Show only those that match (name=value)")
  private List<Filter> filters = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "string",
      description = "Format with a template: table, table TEMPLATE, json or TEMPLATE")
  private String format = "";

  public ListContainers() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    String template = format;
    if (template.isEmpty()) {
      template = DockerConfig.of(invocation).psFormat();
    } else if (quiet) {
      invocation
          .err()
          .println("WARNING: Ignoring custom format, because both --format and --quiet are set.");
    }
    ContainerRow.FORMAT.check(template);
    template = ContainerRow.template(template, quiet, size);
    boolean measure = size || SHOWS_SIZE.matcher(template).find();
    int limit = latest ? 1 : Math.max(last, 0);
    List<ContainerRow> rows =
        engine
            .containers()
            .list(new ContainerQuery(all, limit, measure, Filter.byName(filters)))
            .stream()
            .map(container -> new ContainerRow(invocation, container, !full))
            .toList();
    List<String> columns = new ArrayList<>(COLUMNS);
    if (size) {
      columns.add("Size");
    }
    ContainerRow.FORMAT.print(
        invocation.out(), template, columns, rows.stream().map(ContainerRow::fields).toList());
    return 0;
  }
}
