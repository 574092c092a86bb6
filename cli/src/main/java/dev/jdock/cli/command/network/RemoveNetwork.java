package dev.jdock.cli.command.network;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code network rm}. */
@Command(description = "Remove one or more networks")
public final class RemoveNetwork extends Action {
  @Option(
      names = {"-f", "--force"},
      description = "Do not error if the network does not exist")
  private boolean force;

  public RemoveNetwork() {
    super(Arity.atLeast(1));
  }

  /** Docker's client tells of each failure when it happens, and of its own exit code at the end. */
  @Override
  public int run(Engine engine, Invocation invocation) {
    boolean failed = false;
    for (String network : arguments()) {
      try {
        engine.networks().remove(network);
        invocation.out().println(network);
      } catch (JdockException e) {
        if (force && e.kind() == JdockException.Kind.NOT_FOUND) {
          continue;
        }
        invocation.err().println(EachArgument.message(e));
        failed = true;
      }
    }
    if (failed) {
      throw CommandFailure.of("exit status 1");
    }
    return 0;
  }
}
