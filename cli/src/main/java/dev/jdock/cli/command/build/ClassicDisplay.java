package dev.jdock.cli.command.build;

import dev.jdock.api.build.ClassicProgress;
import dev.jdock.cli.command.progress.ProgressDisplay;
import java.io.PrintStream;

/** The classic builder's output on a user's standard output. */
final class ClassicDisplay extends ClassicProgress implements ProgressDisplay {
  ClassicDisplay(PrintStream out) {
    super(out);
  }

  @Override
  public void close() {}
}
