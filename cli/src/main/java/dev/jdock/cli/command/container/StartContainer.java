package dev.jdock.cli.command.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Attachment;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code start}, in the background or attached. */
@Command(description = "Start one or more stopped containers")
public final class StartContainer extends Action {
  @Option(
      names = {"-a", "--attach"},
      description = "Attach standard output and error and forward signals")
  private boolean attach;

  @Option(
      names = {"-i", "--interactive"},
      description = "Attach the container's standard input")
  private boolean interactive;

  @Option(
      names = "--detach-keys",
      paramLabel = "string",
      description = "Keys that leave the container running")
  private @Nullable String detachKeys;

  public StartContainer() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    if (!attach && !interactive) {
      return startAll(engine.containers(), invocation);
    }
    if (arguments().size() > 1) {
      throw CommandFailure.of("you cannot start and attach multiple containers at once");
    }
    return startAttached(engine.containers(), invocation);
  }

  private int startAll(Containers containers, Invocation invocation) {
    List<String> failed = new ArrayList<>();
    for (String container : arguments()) {
      try {
        containers.start(container);
        invocation.out().println(container);
      } catch (JdockException e) {
        invocation.err().println(EachArgument.message(e));
        failed.add(container);
      }
    }
    if (!failed.isEmpty()) {
      throw CommandFailure.of("Error: failed to start containers: " + String.join(", ", failed));
    }
    return 0;
  }

  private int startAttached(Containers containers, Invocation invocation)
      throws InterruptedException {
    JsonNode container = containers.inspect(argument(0), false);
    String id = container.path("Id").asText();
    boolean tty = container.path("Config").path("Tty").asBoolean();
    boolean stdin = interactive && container.path("Config").path("OpenStdin").asBoolean();
    boolean removesItself = container.path("HostConfig").path("AutoRemove").asBoolean();
    byte[] keys = DetachKeys.of(invocation, detachKeys);
    ExitCode exitCode = new ExitCode(containers, id, removesItself);
    try (Attachment attachment =
            containers.attach(id, ForegroundSession.streams(invocation, stdin, true, !tty, keys));
        ForegroundSession session =
            new ForegroundSession(
                invocation, new ContainerTarget(containers, id), tty, stdin, !tty)) {
      try {
        containers.start(id);
        session.resize();
        if (attachment.await() == Attachment.End.DETACHED) {
          return 0;
        }
        return exitCode.await();
      } catch (InterruptedException e) {
        throw session.ended(e);
      }
    }
  }
}
