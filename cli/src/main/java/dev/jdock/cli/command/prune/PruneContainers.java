package dev.jdock.cli.command.prune;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code container prune}. */
@Command(description = "Remove all stopped containers")
public final class PruneContainers extends Action {
  @Mixin private PruneFlags flags = new PruneFlags();

  public PruneContainers() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    if (flags.confirmed(
        invocation,
        """
        WARNING! This will remove all stopped containers.
        Are you sure you want to continue?\
        """)) {
      PruneReport report = new PruneReport(invocation.out());
      report.add("Deleted Containers:", engine.containers().prune(flags.engineFilters(invocation)));
      report.end();
    }
    return 0;
  }
}
