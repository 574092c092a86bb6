package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/** {@code pause}. */
@Command(description = "Pause all processes within one or more containers")
public final class PauseContainer extends Action {
  public PauseContainer() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    return EachArgument.run(
        arguments(),
        container -> {
          engine.containers().pause(container);
          invocation.out().println(container);
        });
  }
}
