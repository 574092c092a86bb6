package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.WaitCondition;
import picocli.CommandLine.Command;

/** {@code wait}. */
@Command(description = "Block until one or more containers stop, then print their exit codes")
public final class WaitContainer extends Action {
  public WaitContainer() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    return EachArgument.run(
        arguments(),
        container -> {
          invocation.out().println(engine.containers().await(container, WaitCondition.NOT_RUNNING));
          invocation.out().flush();
        });
  }
}
