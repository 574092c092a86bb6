package dev.jdock.cli.command.prune;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.build.BuilderOption;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.BuildPrune;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code builder prune}. */
@Command(description = "Remove build cache")
public final class PruneBuilder extends Action {
  static final String TITLE = "Deleted build cache objects:";

  @Mixin private PruneFlags flags = new PruneFlags();
  @Mixin private BuilderOption builder = new BuilderOption();

  @Option(
      names = {"-a", "--all"},
      description = "Remove all unused build cache, not just dangling ones")
  private boolean all;

  public PruneBuilder() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    builder.check(invocation);
    String which = all ? "all build cache." : "all dangling build cache.";
    if (flags.confirmed(
        invocation, "WARNING! This will remove " + which + " Are you sure you want to continue?")) {
      PruneReport report = new PruneReport(invocation.out());
      report.add(
          TITLE, engine.builds().prune(new BuildPrune(all, flags.engineFilters(invocation))));
      report.end();
    }
    return 0;
  }
}
