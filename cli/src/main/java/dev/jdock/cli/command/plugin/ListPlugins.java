package dev.jdock.cli.command.plugin;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.ListFlags;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Filters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plugin ls}: there are none. */
@Command(description = "List plugins")
public final class ListPlugins extends Action {
  private static final List<String> COLUMNS = List.of("ID", "Name", "Description", "Enabled");

  private static final RowFormat FORMAT =
      new RowFormat(
          "*formatter.pluginContext",
          Map.of(
              "ID", "ID",
              "Name", "NAME",
              "Description", "DESCRIPTION",
              "Enabled", "ENABLED",
              "PluginReference", "PLUGIN REFERENCE"));

  @Mixin private ListFlags flags = new ListFlags();

  /** There is nothing to cut off. */
  @Option(names = "--no-trunc", description = "Don't truncate output")
  private boolean unusedWhole;

  public ListPlugins() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    Filters filters = flags.filters(invocation, List.of());
    filters.require(Set.of("capability", "enabled")).truth("enabled", true);
    FORMAT.check(flags.format());
    if (!flags.quiet()) {
      FORMAT.print(invocation.out(), flags.format(), COLUMNS, List.of());
    }
    return 0;
  }
}
