package dev.jdock.cli.command.volume;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/** {@code volume clone}: jdock's own. */
@Command(description = "Copy a volume")
public final class CloneVolume extends Action {
  public CloneVolume() {
    super(Arity.exactly(2));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    invocation.out().println(engine.volumes().copy(argument(0), argument(1)).name());
    return 0;
  }
}
