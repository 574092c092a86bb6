package dev.jdock.cli.engine;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.engine.Engine;

/**
 * A command that the launchers run themselves, since it must work where no engine starts: here for
 * its help. An engine is only asked for it by the launcher of an earlier version.
 */
abstract class LauncherAction extends Action {
  LauncherAction() {
    super(Arity.none());
  }

  @Override
  public final int run(Engine engine, Invocation invocation) {
    throw new CommandFailure(
        1,
        "jdock: this needs the program jdock of the engine's version, and yours is an earlier one");
  }
}
