package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Attachment;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Engine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: create, attach, start, wait. */
@Command(description = "Create and run a new container from an image")
public final class RunContainer extends Action {
  /** How long one who has a terminal waits for servers in the background to answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Mixin private ContainerOptions options = new ContainerOptions();

  @Option(
      names = {"-d", "--detach"},
      description = "Run in the background and print the id")
  private boolean detach;

  @Option(
      names = "--detach-keys",
      paramLabel = "string",
      description = "Keys that leave the container running")
  private @Nullable String detachKeys;

  @Option(names = "--sig-proxy", description = "Pass signals on to the process (default true)")
  private boolean forwardSignals = true;

  public RunContainer() {
    super(Arity.atLeast(1));
  }

  @Override
  public boolean flagsAnywhere() {
    return false;
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    try {
      ContainerSpec spec = options.spec(invocation, arguments(), detach).startingAtOnce();
      if (detach && options.attachGiven()) {
        throw CommandFailure.of("conflicting options: cannot specify both --attach and --detach");
      }
      ContainerSpec.Command command = spec.command();
      ForegroundSession.checkTerminal(invocation, command.attachStdin(), command.tty());
      byte[] keys = DetachKeys.of(invocation, detachKeys);
      String id = new ContainerCreation(engine, invocation, options).create(spec);
      if (detach) {
        start(engine.containers(), id);
        invocation.out().println(id);
        invocation.out().flush();
        try (ServerAnnouncement servers =
            ServerAnnouncement.begin(engine.containers(), invocation, id, spec.networking())) {
          servers.await(PATIENCE);
        }
        return 0;
      }
      return foreground(engine.containers(), invocation, id, spec, keys);
    } catch (IdFileException e) {
      String message = String.valueOf(e.getMessage());
      throw failure(StartFailure.exitCode(message), message);
    } catch (IllegalArgumentException e) {
      throw failure(125, String.valueOf(e.getMessage()));
    } catch (JdockException e) {
      String message = String.valueOf(e.getMessage());
      throw failure(StartFailure.exitCode(message), "Error response from daemon: " + message);
    }
  }

  private int foreground(
      Containers containers, Invocation invocation, String id, ContainerSpec spec, byte[] keys)
      throws InterruptedException {
    ContainerSpec.Command command = spec.command();
    ContainerTarget target = new ContainerTarget(containers, id);
    ExitCode exitCode = new ExitCode(containers, id, options.remove());
    boolean started = false;
    try (Attachment attachment =
            containers.attach(
                id,
                ForegroundSession.streams(
                    invocation,
                    command.attachStdin() && command.openStdin(),
                    command.attachStdout(),
                    command.attachStderr() && !command.tty(),
                    keys));
        ForegroundSession session =
            new ForegroundSession(
                invocation, target, command.tty(), command.attachStdin(), forwardSignals)) {
      try {
        started = true;
        start(containers, id);
        session.resize();
        try (ServerAnnouncement _ =
            ServerAnnouncement.begin(containers, invocation, id, spec.networking())) {
          if (attachment.await() == Attachment.End.DETACHED) {
            return 0;
          }
          return exitCode.await();
        }
      } catch (InterruptedException e) {
        throw session.ended(e);
      }
    } catch (RuntimeException | Error e) {
      if (!started && options.remove()) {
        discard(containers, id, e);
      }
      throw e;
    }
  }

  /** A taken port is tried again with another: nothing is left that has the container's name. */
  private static void start(Containers containers, String id) throws InterruptedException {
    try {
      containers.start(id);
    } catch (JdockException e) {
      if (StartFailure.isOfPorts(e)) {
        discard(containers, id, e);
      }
      throw e;
    }
  }

  /** One that never came to its start, and so to the end that removes it. */
  private static void discard(Containers containers, String id, Throwable cause) {
    try {
      containers.remove(id, true, true);
    } catch (RuntimeException | Error e) {
      cause.addSuppressed(e);
    }
  }

  private static CommandFailure failure(int exitCode, String text) {
    return new CommandFailure(
        exitCode, "jdock: " + text + "\n\nRun 'jdock run --help' for more information");
  }
}
