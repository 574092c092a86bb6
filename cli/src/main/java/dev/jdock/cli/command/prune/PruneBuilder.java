package dev.jdock.cli.command.prune;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.build.BuilderOption;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.Checked;
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

  @Option(
      names = {"--reserved-space", "--keep-storage"},
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      description = "Amount of disk space always allowed to keep for cache")
  private long reservedSpace;

  @Option(
      names = "--max-used-space",
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      description = "Maximum amount of disk space allowed to keep for cache")
  private long maxUsedSpace;

  @Option(
      names = "--min-free-space",
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      description = "Target amount of free disk space after pruning")
  private long minFreeSpace;

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
          TITLE,
          engine
              .builds()
              .prune(
                  new BuildPrune(
                      all,
                      reservedSpace,
                      maxUsedSpace,
                      minFreeSpace,
                      flags.engineFilters(invocation))));
      report.end();
    }
    return 0;
  }
}
