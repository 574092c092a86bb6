package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rm}. */
@Command(description = "Remove one or more containers")
public final class RemoveContainer extends Action {
  @Option(
      names = {"-f", "--force"},
      description = "Remove a running container too (uses SIGKILL)")
  private boolean force;

  @Option(
      names = {"-v", "--volumes"},
      description = "Remove its anonymous volumes too")
  private boolean volumes;

  @Option(
      names = {"-l", "--link"},
      description = "Remove the link, not the container")
  private boolean link;

  public RemoveContainer() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    if (link) {
      throw CommandFailure.notSupported("--link");
    }
    return EachArgument.together(arguments(), name -> remove(engine, invocation, name));
  }

  /** With force, a container that does not exist is reported but is no failure. */
  private Runnable remove(Engine engine, Invocation invocation, String container) {
    String name = container.replaceAll("^/+|/+$", "");
    if (name.isEmpty()) {
      throw CommandFailure.of("container name cannot be empty");
    }
    try {
      engine.containers().remove(name, force, volumes);
      return invocation.telling(container);
    } catch (JdockException e) {
      if (!force || e.kind() != JdockException.Kind.NOT_FOUND) {
        throw e;
      }
      return () -> invocation.err().println(EachArgument.message(e));
    }
  }
}
