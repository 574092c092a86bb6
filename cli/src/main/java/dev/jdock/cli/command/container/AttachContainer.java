package dev.jdock.cli.command.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.terminal.Terminal;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Attachment;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Exit;
import dev.jdock.runtime.engine.WaitCondition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code attach}. */
@Command(
    description = "Attach local standard input, output, and error streams to a running container")
public final class AttachContainer extends Action {
  @Option(
      names = "--detach-keys",
      paramLabel = "string",
      description = "Keys that leave the container running")
  private @Nullable String detachKeys;

  @Option(names = "--no-stdin", description = "Do not attach standard input")
  private boolean noStdin;

  @Option(names = "--sig-proxy", description = "Pass signals on to the process (default true)")
  private boolean forwardSignals = true;

  public AttachContainer() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    Containers containers = engine.containers();
    String id = containers.resolve(argument(0));
    // Asked before the look at its state: an end in between counts.
    Exit exit = containers.exit(id, WaitCondition.NOT_RUNNING);
    JsonNode container = containers.inspect(id, false);
    requireRunning(container.path("State"));
    boolean tty = container.path("Config").path("Tty").asBoolean();
    boolean stdin = !noStdin && container.path("Config").path("OpenStdin").asBoolean();
    ForegroundSession.checkTerminal(invocation, !noStdin, tty);
    try (Attachment attachment =
            containers.attach(
                id,
                ForegroundSession.streams(
                    invocation, stdin, true, !tty, DetachKeys.of(invocation, detachKeys)));
        ForegroundSession session =
            new ForegroundSession(
                invocation,
                new ContainerTarget(containers, id),
                tty,
                stdin,
                forwardSignals && !tty)) {
      // What has ended meanwhile has streams that wait for its next start.
      requireRunning(containers.inspect(id, false).path("State"));
      if (tty) {
        redraw(containers, invocation, id);
      }
      try {
        if (attachment.await() == Attachment.End.DETACHED) {
          throw CommandFailure.of("read escape sequence");
        }
        return exit.await();
      } catch (InterruptedException e) {
        throw session.ended(e);
      }
    }
  }

  private static void requireRunning(JsonNode state) {
    if (!state.path("Running").asBoolean()) {
      throw CommandFailure.of("You cannot attach to a stopped container, start it first");
    }
    if (state.path("Paused").asBoolean()) {
      throw CommandFailure.of("You cannot attach to a paused container, unpause it first");
    }
    if (state.path("Restarting").asBoolean()) {
      throw CommandFailure.of(
          "You cannot attach to a restarting container, wait until it is running");
    }
  }

  /** A program draws its screen again when its terminal changes its size. */
  private static void redraw(Containers containers, Invocation invocation, String id) {
    if (!invocation.terminal().outputIsTerminal()) {
      return;
    }
    Terminal.Size size = invocation.terminal().size();
    try {
      containers.resize(id, size.rows() + 1, size.columns() + 1);
      containers.resize(id, size.rows(), size.columns());
    } catch (JdockException e) {
      // It has just ended, and has no terminal any more.
    }
  }
}
