package dev.jdock.cli.command.network;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.ListFlags;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code network ls}. */
@Command(description = "List networks")
public final class ListNetworks extends Action {
  private static final List<String> COLUMNS = List.of("ID", "Name", "Driver", "Scope");

  @Mixin private ListFlags flags = new ListFlags();

  @Option(names = "--no-trunc", description = "Show everything in full")
  private boolean full;

  public ListNetworks() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    List<JsonNode> networks =
        new ArrayList<>(engine.networks().list(flags.filters(invocation, List.of())));
    networks.sort(
        Comparator.comparing(
            (JsonNode network) -> network.path("Name").asText(), new NaturalOrder()));
    NetworkRow.FORMAT.print(
        invocation.out(),
        NetworkRow.template(flags.format(), flags.quiet()),
        COLUMNS,
        networks.stream().map(network -> new NetworkRow(network, !full).fields()).toList());
    return 0;
  }
}
