package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code create}. */
@Command(description = "Create a new container")
public final class CreateContainer extends Action {
  @Mixin private ContainerOptions options = new ContainerOptions();

  public CreateContainer() {
    super(Arity.atLeast(1));
  }

  @Override
  public boolean flagsAnywhere() {
    return false;
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    try {
      invocation
          .out()
          .println(
              new ContainerCreation(engine, invocation, options)
                  .create(options.spec(invocation, arguments(), false)));
      return 0;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          125, "jdock: " + e.getMessage() + "\n\nRun 'jdock create --help' for more information");
    }
  }
}
