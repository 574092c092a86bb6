package dev.jdock.cli.command.prune;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.store.PrunedImages;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Filters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code image prune}. */
@Command(description = "Remove unused images")
public final class PruneImages extends Action {
  @Mixin private PruneFlags flags = new PruneFlags();

  @Option(
      names = {"-a", "--all"},
      description = "Remove all unused images, not just dangling ones")
  private boolean all;

  public PruneImages() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    String which =
        all
            ? "all images without at least one container associated to them."
            : "all dangling images.";
    if (flags.confirmed(
        invocation,
        "WARNING! This will remove " + which + "\nAre you sure you want to continue?")) {
      PruneReport report = new PruneReport(invocation.out());
      report.add(prune(engine, invocation, flags, all));
      report.end();
    }
    return 0;
  }

  /** The flag {@code --all} is a filter too: {@code dangling=false}. */
  static PrunedImages prune(Engine engine, Invocation invocation, PruneFlags flags, boolean all) {
    Filters filters = Filters.of("dangling", Boolean.toString(!all));
    for (var given : flags.engineFilters(invocation).values().entrySet()) {
      for (String value : given.getValue()) {
        filters = filters.with(given.getKey(), value);
      }
    }
    return engine.images().prune(filters);
  }
}
