package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.FileChange;
import picocli.CommandLine.Command;

/** {@code diff}. */
@Command(description = "Inspect changes to files or directories on a container's filesystem")
public final class DiffContainer extends Action {
  public DiffContainer() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    for (FileChange change : engine.containers().changes(argument(0))) {
      invocation.out().println(change.kind().letter() + " " + change.path());
    }
    return 0;
  }
}
