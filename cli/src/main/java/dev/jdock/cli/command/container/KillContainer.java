package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kill}. */
@Command(description = "Kill one or more running containers")
public final class KillContainer extends Action {
  @Option(
      names = {"-s", "--signal"},
      paramLabel = "string",
      description = "Signal to send")
  private String signal = "";

  public KillContainer() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    return EachArgument.run(
        arguments(),
        container -> {
          engine.containers().kill(container, signal);
          invocation.out().println(container);
        });
  }
}
