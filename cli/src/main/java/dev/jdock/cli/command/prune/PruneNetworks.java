package dev.jdock.cli.command.prune;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code network prune}. */
@Command(description = "Remove all unused networks")
public final class PruneNetworks extends Action {
  @Mixin private PruneFlags flags = new PruneFlags();

  public PruneNetworks() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    if (flags.confirmed(
        invocation,
        """
        WARNING! This will remove all custom networks not used by at least one container.
        Are you sure you want to continue?\
        """)) {
      PruneReport report = new PruneReport(invocation.out());
      report.add("Deleted Networks:", engine.networks().prune(flags.engineFilters(invocation)));
    }
    return 0;
  }
}
