package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/** {@code unpause}. */
@Command(description = "Unpause all processes within one or more containers")
public final class UnpauseContainer extends Action {
  public UnpauseContainer() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    return EachArgument.run(
        arguments(),
        container -> {
          engine.containers().unpause(container);
          invocation.out().println(container);
        });
  }
}
