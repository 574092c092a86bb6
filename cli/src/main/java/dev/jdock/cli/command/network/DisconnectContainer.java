package dev.jdock.cli.command.network;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code network disconnect}. */
@Command(description = "Disconnect a container from a network")
public final class DisconnectContainer extends Action {
  @Option(
      names = {"-f", "--force"},
      description = "Force the container to disconnect from a network")
  private boolean force;

  public DisconnectContainer() {
    super(Arity.exactly(2));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    engine.networks().disconnect(arguments().get(0), arguments().get(1), force);
    return 0;
  }
}
