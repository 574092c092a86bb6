package dev.jdock.cli.command.network;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.Filter;
import dev.jdock.runtime.engine.Engine;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code network ls}. */
@Command(description = "List networks")
public final class ListNetworks extends Action {
  private static final List<String> COLUMNS = List.of("ID", "Name", "Driver", "Scope");

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

  @Option(names = "--no-trunc", description = "Show everything in full")
  private boolean full;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show ids only")
  private boolean quiet;

  public ListNetworks() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    List<Filter> wanted = new ArrayList<>(filters);
    wanted.removeIf(Filter::isNothing);
    List<JsonNode> networks =
        new ArrayList<>(
            engine.networks().list(Filter.of(wanted, ZonedDateTime.now(Human.zone(invocation)))));
    networks.sort(
        Comparator.comparing(
            (JsonNode network) -> network.path("Name").asText(), new NaturalOrder()));
    NetworkRow.FORMAT.print(
        invocation.out(),
        NetworkRow.template(format, quiet),
        COLUMNS,
        networks.stream().map(network -> new NetworkRow(network, !full).fields()).toList());
    return 0;
  }
}
