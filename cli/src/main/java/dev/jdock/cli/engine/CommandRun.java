package dev.jdock.cli.engine;

import dev.jdock.cli.BecomeProgram;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.launcher.Frame;
import dev.jdock.cli.terminal.SessionSignals;
import dev.jdock.cli.terminal.UserTerminal;
import dev.jdock.image.error.Reason;
import dev.jdock.linux.stream.FdInputStream;
import dev.jdock.linux.stream.FdOutputStream;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A command while it runs: its streams, its terminal, its signals, and how it ends. */
final class CommandRun {
  private static final int FAILED = 125;
  private static final int SIGPIPE = 13;
  private static final int IMPATIENT = 3;

  private final Hosting hosting;
  private final Consumer<Frame> launcher;
  private final SessionSignals signals = new SessionSignals();
  private final UserTerminal terminal;
  private final ForegroundInput foreground;
  private final FdInputStream in;
  private final FdOutputStream out;
  private final FdOutputStream err;
  private final Invocation invocation;

  /**
   * What the launcher is to become in place of ending; written and read by the command's thread.
   */
  private @Nullable Frame program;

  /** Guarded by this, as are the fields below it. */
  private boolean finished;

  private boolean answered;
  private int endedBy;
  private int endings;
  private Thread thread = Thread.currentThread();

  /**
   * @param descriptors owned by this object from now on
   * @param launcher receives the frames that answer the request
   */
  CommandRun(
      Hosting hosting, UserRequest request, Descriptors descriptors, Consumer<Frame> launcher) {
    this.hosting = hosting;
    this.launcher = launcher;
    Descriptors streams = descriptors.duplicate();
    this.terminal = new UserTerminal(descriptors.in(), descriptors.out(), descriptors.err());
    this.foreground =
        new ForegroundInput(
            request.pid(), terminal, () -> launcher.accept(Frame.of(Frame.SUSPEND)));
    this.in = new FdInputStream(streams.in(), foreground::mayRead);
    this.out = new FdOutputStream(streams.out(), () -> end(SIGPIPE));
    this.err = new FdOutputStream(streams.err(), () -> end(SIGPIPE));
    this.invocation =
        new Invocation(
            request.arguments(),
            request.files(),
            request.environment(),
            in,
            new PrintStream(new BufferedOutputStream(out, 8192), false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal,
            signals);
  }

  /** Runs the command on this thread, and answers with its exit code. */
  void run() {
    synchronized (this) {
      thread = Thread.currentThread();
      if (endedBy != 0) {
        thread.interrupt();
      }
    }
    int code = FAILED;
    try {
      code = execute();
      invocation.out().flush();
    } finally {
      // Even where memory has run out: the launcher waits for nothing else.
      synchronized (this) {
        finished = true;
        // Whatever a signal meant for this thread, the command is over.
        Thread.interrupted();
        if (endedBy == SIGPIPE) {
          code = 128 + SIGPIPE;
        }
      }
      invocation.files().close();
      answer(program == null ? Frame.exit(code) : program);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // the engine outlives whatever a command throws
  private int execute() {
    try {
      return hosting.command().run(hosting.engine(), invocation);
    } catch (InterruptedException e) {
      synchronized (this) {
        return endedBy == 0 ? FAILED : 128 + endedBy;
      }
    } catch (BecomeProgram e) {
      program = Frame.of(Frame.PROGRAM, e.strings().toArray(String[]::new));
      return 0;
    } catch (Exception
        | StackOverflowError
        | LinkageError
        | AssertionError
        | OutOfMemoryError e) { // of memory, or of threads; there is enough for a line, mostly
      if (e instanceof UncheckedIOException && isWithoutReader()) {
        return FAILED;
      }
      e.printStackTrace(System.out);
      String reason = Reason.of(e);
      invocation
          .err()
          .println(
              "jdock: internal error"
                  + (reason.isEmpty() ? "" : ": " + reason)
                  + " (see jdock engine logs)");
      return FAILED;
    }
  }

  private synchronized boolean isWithoutReader() {
    return endedBy == SIGPIPE;
  }

  /** Once: the descriptors are given up first, so that readers of a pipe see its end. */
  private void answer(Frame end) {
    synchronized (this) {
      if (answered) {
        return;
      }
      answered = true;
    }
    signals.close();
    foreground.close();
    terminal.close();
    in.close();
    out.abandon();
    err.abandon();
    launcher.accept(end);
  }

  /** A signal that the launcher got. */
  void signal(String name) {
    if (name.equals("CONT")) {
      foreground.resumed();
    }
    if (signals.deliver(name)) {
      return;
    }
    if (name.equals("TSTP")) {
      launcher.accept(Frame.of(Frame.SUSPEND));
    } else if (SessionSignals.ending(name) != 0) {
      end(SessionSignals.ending(name));
    }
  }

  private void end(int signal) {
    boolean impatient;
    synchronized (this) {
      endedBy = endedBy == 0 ? signal : endedBy;
      impatient = signal != SIGPIPE && ++endings >= IMPATIENT;
      if (!finished) {
        thread.interrupt();
      }
    }
    if (signal != SIGPIPE) {
      // An interrupt does not wake whoever waits for input, or for somebody to take output.
      in.close();
      out.hurry();
      err.hurry();
    }
    if (impatient) {
      answer(Frame.exit(1));
    }
  }

  /**
   * Called when the launcher has ended: its streams are closed, and the terminal's mode is
   * restored.
   */
  void abandon() {
    synchronized (this) {
      if (answered) {
        return;
      }
    }
    terminal.close();
    foreground.close();
    in.close();
    out.abandon();
    err.abandon();
    // Not to the handlers: a container must not get a signal because a client was killed.
    signals.close();
    end(SessionSignals.ending("HUP"));
  }
}
