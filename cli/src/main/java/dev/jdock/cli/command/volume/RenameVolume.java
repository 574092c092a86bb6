package dev.jdock.cli.command.volume;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/** {@code volume rename}: jdock's own. */
@Command(description = "Rename a volume that no container has")
public final class RenameVolume extends Action {
  public RenameVolume() {
    super(Arity.exactly(2));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    engine.volumes().rename(argument(0), argument(1));
    return 0;
  }
}
