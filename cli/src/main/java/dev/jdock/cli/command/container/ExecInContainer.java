package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Exec;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.engine.Execs;
import dev.jdock.runtime.engine.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code exec}. */
@Command(description = "Execute a command in a running container")
public final class ExecInContainer extends Action {
  @Option(
      names = {"-d", "--detach"},
      description = "Run the command in the background")
  private boolean detach;

  @Option(
      names = "--detach-keys",
      paramLabel = "string",
      description = "Keys that leave the command running")
  private @Nullable String detachKeys;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "list",
      converter = Checked.Environment.class,
      description = "Set environment variables")
  private List<String> env = new ArrayList<>();

  @Option(
      names = "--env-file",
      paramLabel = "list",
      description = "Read environment variables from a file")
  private List<String> envFiles = new ArrayList<>();

  @Option(
      names = {"-i", "--interactive"},
      description = "Keep standard input open even if not attached")
  private boolean interactive;

  @Option(names = "--privileged", description = "Let it do what the host's root may do")
  private boolean privileged;

  @Option(
      names = {"-t", "--tty"},
      description = "Give it a terminal")
  private boolean tty;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "string",
      description = "User name or uid, and group (<name|uid>[:<group|gid>])")
  private @Nullable String user;

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "string",
      description = "Working directory in the container")
  private @Nullable String workingDir;

  public ExecInContainer() {
    super(Arity.atLeast(2));
  }

  @Override
  public boolean flagsAnywhere() {
    return false;
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    ExecSpec spec = spec(invocation);
    // An unknown container is reported before a missing terminal.
    String _ = engine.containers().resolve(argument(0));
    if (detach) {
      // Nobody waits for the command: that it could not be run is the daemon's error, exit code 1.
      start(engine.execs(), spec, Streams.none()).close();
      return 0;
    }
    try {
      ForegroundSession.checkTerminal(invocation, interactive, tty);
      return foreground(engine.execs(), invocation, spec);
    } catch (JdockException e) {
      String message = String.valueOf(e.getMessage());
      int exitCode = StartFailure.ofExec(message);
      throw exitCode == 125 ? e : new CommandFailure(exitCode, message);
    }
  }

  private ExecSpec spec(Invocation invocation) {
    List<String> variables;
    try {
      variables = Pairs.environment(invocation, envFiles, env);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.of(String.valueOf(e.getMessage()));
    }
    return new ExecSpec(
        List.copyOf(arguments().subList(1, arguments().size())),
        variables,
        user == null || user.isEmpty() ? null : user,
        workingDir == null || workingDir.isEmpty() ? null : workingDir,
        tty,
        !detach && interactive,
        !detach,
        !detach,
        privileged,
        DetachKeys.text(invocation, detachKeys),
        ContainerOptions.console(invocation.terminal()));
  }

  private Exec start(Execs execs, ExecSpec spec, Streams streams) throws InterruptedException {
    return execs.start(execs.create(argument(0), spec), streams);
  }

  private int foreground(Execs execs, Invocation invocation, ExecSpec spec)
      throws InterruptedException {
    ExecTarget target = new ExecTarget(new AtomicReference<>());
    try (ForegroundSession session =
        new ForegroundSession(invocation, target, tty, interactive, false)) {
      // Its start, too, is waited for until a signal ends the command.
      try (Exec exec =
          start(
              execs,
              spec,
              ForegroundSession.streams(invocation, interactive, true, !tty, new byte[0]))) {
        target.exec().set(exec);
        session.resize();
        int exitCode = exec.await();
        if (exec.detached()) {
          // Leaving a container is no failure in Docker, leaving a further process is.
          throw CommandFailure.of("read escape sequence");
        }
        return exitCode;
      } catch (InterruptedException e) {
        throw session.ended(e);
      }
    }
  }

  /** The process, which has no terminal to resize before it is started. */
  private record ExecTarget(AtomicReference<@Nullable Exec> exec)
      implements ForegroundSession.Target {
    @Override
    public void resize(int rows, int columns) {
      Exec started = exec.get();
      if (started != null) {
        started.resize(rows, columns);
      }
    }

    @Override
    public void signal(String name) {
      Exec started = exec.get();
      if (started != null) {
        started.signal(name);
      }
    }
  }
}
