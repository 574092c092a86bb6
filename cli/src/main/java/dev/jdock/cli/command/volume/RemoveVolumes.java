package dev.jdock.cli.command.volume;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volume rm}. */
@Command(description = "Remove one or more volumes")
public final class RemoveVolumes extends Action {
  @Option(
      names = {"-f", "--force"},
      description = "Force the removal of one or more volumes")
  private boolean force;

  public RemoveVolumes() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    return EachArgument.run(
        arguments(),
        name -> {
          engine.volumes().remove(name, force);
          invocation.out().println(name);
        });
  }
}
