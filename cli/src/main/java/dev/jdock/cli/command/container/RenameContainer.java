package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/** {@code rename}. */
@Command(description = "Rename a container")
public final class RenameContainer extends Action {
  public RenameContainer() {
    super(Arity.exactly(2));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    String oldName = argument(0).strip();
    String newName = argument(1).strip();
    if (oldName.isEmpty() || newName.isEmpty()) {
      throw CommandFailure.of("Error: Neither old nor new names may be empty");
    }
    try {
      engine.containers().rename(oldName, newName);
      return 0;
    } catch (JdockException e) {
      invocation.err().println(EachArgument.message(e));
      throw CommandFailure.of("Error: failed to rename container named " + oldName);
    }
  }
}
