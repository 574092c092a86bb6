package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code stop}. */
@Command(description = "Stop one or more running containers")
public final class StopContainer extends Action {
  @Mixin private StopOptions options = new StopOptions();

  public StopContainer() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    Integer timeout = options.timeoutSeconds(invocation);
    return EachArgument.together(
        arguments(),
        container -> {
          engine.containers().stop(container, options.signal(), timeout);
          return invocation.telling(container);
        });
  }
}
