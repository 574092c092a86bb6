package dev.jdock.cli.command.context;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/** {@code context show}. */
@Command(description = "Print the name of the current context")
public final class ShowContext extends Action {
  public ShowContext() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    invocation.out().println(DockerConfig.of(invocation).context());
    return 0;
  }
}
