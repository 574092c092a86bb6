package dev.jdock.cli.command.prune;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Filters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code volume prune}. */
@Command(description = "Remove unused local volumes")
public final class PruneVolumes extends Action {
  @Mixin private PruneFlags flags = new PruneFlags();

  @Option(
      names = {"-a", "--all"},
      description = "Remove all unused volumes, not just anonymous ones")
  private boolean all;

  public PruneVolumes() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    if (all && flags.has("all")) {
      throw CommandFailure.of("conflicting options: cannot specify both --all and --filter all=1");
    }
    String which = all ? "all" : "anonymous";
    if (flags.confirmed(
        invocation,
        "WARNING! This will remove "
            + which
            + " local volumes not used by at least one container.\n"
            + "Are you sure you want to continue?")) {
      Filters filters = flags.engineFilters(invocation);
      PruneReport report = new PruneReport(invocation.out());
      report.add(
          "Deleted Volumes:", engine.volumes().prune(all ? filters.with("all", "true") : filters));
      report.end();
    }
    return 0;
  }
}
