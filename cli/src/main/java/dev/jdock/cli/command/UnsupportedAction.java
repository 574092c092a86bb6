package dev.jdock.cli.command;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.Surface;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/**
 * A command of Docker's that jdock does not have yet: takes any arguments, does nothing, says so.
 */
@Command(description = "Not supported yet")
final class UnsupportedAction extends Action {
  private final Surface.Entry entry;

  UnsupportedAction(Surface.Entry entry) {
    super(Arity.atLeast(0));
    this.entry = entry;
  }

  @Override
  public boolean flagsAnywhere() {
    return false;
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    throw CommandFailure.notSupported("'jdock " + entry.path() + "'");
  }
}
