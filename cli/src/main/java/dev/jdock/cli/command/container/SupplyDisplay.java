package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.TransferDisplay;
import dev.jdock.cli.command.progress.ProgressDisplay;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.transfer.TransferEvent;
import dev.jdock.runtime.engine.Obtaining;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how an image comes about: as a pull does, then as a build, if it must.
 */
final class SupplyDisplay implements Obtaining, AutoCloseable {
  private final Invocation invocation;
  private final boolean quiet;
  private final TransferDisplay transfer;
  private @Nullable ProgressDisplay build;

  SupplyDisplay(Invocation invocation, boolean quiet) {
    this.invocation = invocation;
    this.quiet = quiet;
    this.transfer =
        quiet
            ? TransferDisplay.quiet()
            : TransferDisplay.of(
                invocation.err(), invocation.terminal(), invocation.terminal().errorIsTerminal());
  }

  @Override
  public void tell(TransferEvent event) {
    transfer.tell(event);
  }

  /** Another image than the one of the name: nobody is quiet about that. */
  @Override
  public void note(String line) {
    invocation.err().println(line);
    invocation.err().flush();
  }

  @Override
  public BuildProgress building() {
    transfer.close();
    String mode = invocation.environment().getOrDefault("BUILDKIT_PROGRESS", "auto");
    ProgressDisplay display = ProgressDisplay.of(quiet ? "quiet" : mode, invocation);
    build = display;
    return display;
  }

  /** The image is there. */
  void done() {
    if (build != null) {
      build.done();
    }
  }

  void failed() {
    if (build != null) {
      build.failed();
    }
  }

  @Override
  public void close() {
    transfer.close();
    if (build != null) {
      build.close();
    }
  }
}
