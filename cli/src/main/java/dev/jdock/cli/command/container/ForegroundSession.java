package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.UserOutput;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.terminal.Signals;
import dev.jdock.cli.terminal.Terminal;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Streams;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The user's terminal while a process runs in the foreground: raw where the process has a terminal
 * of its own, its size passed on, signals forwarded or ending the command. Belongs to the thread
 * that opens it; closing gives the terminal back.
 */
final class ForegroundSession implements AutoCloseable {
  /** So many INT or TERM signals end the command even when they are forwarded. */
  private static final int PATIENCE = 3;

  /** The process in the foreground. */
  interface Target {
    void resize(int rows, int columns);

    /** Called only in a session that forwards signals. */
    void signal(String name);
  }

  private final Invocation invocation;
  private final Target target;
  private final boolean forward;
  private final boolean resizes;
  private final boolean onTerminal;
  private final Thread owner = Thread.currentThread();
  private final AtomicInteger terminations = new AtomicInteger();
  private final Signals.@Nullable Subscription subscription;
  private final Terminal.@Nullable Mode mode;
  private volatile int exitCode = -1;

  /**
   * Opens the session.
   *
   * @param tty the process has a terminal
   * @param stdin the user's input goes to it
   * @param forward it gets the user's signals
   */
  ForegroundSession(
      Invocation invocation, Target target, boolean tty, boolean stdin, boolean forward) {
    this.invocation = invocation;
    this.target = target;
    this.forward = forward;
    this.resizes = tty && invocation.terminal().outputIsTerminal();
    this.onTerminal = isOnTerminal();
    this.subscription = forward || resizes ? invocation.signals().handle(this::onSignal) : null;
    this.mode =
        tty && stdin && invocation.terminal().inputIsTerminal()
            ? invocation.terminal().raw()
            : null;
  }

  /** The user's streams for the process. */
  static Streams streams(
      Invocation invocation, boolean stdin, boolean stdout, boolean stderr, byte[] detachKeys) {
    return new Streams(
        stdin ? invocation.in() : null,
        stdout ? new UserOutput(invocation.out()) : null,
        stderr ? new UserOutput(invocation.err()) : null,
        detachKeys);
  }

  /**
   * Refuses to run interactively without a terminal.
   *
   * @throws CommandFailure when the user's input should be a terminal and is none
   */
  static void checkTerminal(Invocation invocation, boolean stdin, boolean tty) {
    if (stdin && tty && !invocation.terminal().inputIsTerminal()) {
      throw CommandFailure.of("the input device is not a TTY");
    }
  }

  /** Gives the process's terminal the size of the user's. */
  void resize() {
    if (!resizes) {
      return;
    }
    Terminal.Size size = invocation.terminal().size();
    try {
      target.resize(size.rows(), size.columns());
    } catch (JdockException e) {
      // It has just ended, and has no terminal any more.
    }
  }

  /** The failure that an interrupt means: the end by a signal that was received here, if any. */
  CommandFailure ended(InterruptedException e) throws InterruptedException {
    if (exitCode < 0) {
      throw e;
    }
    return new CommandFailure(exitCode, "");
  }

  private void onSignal(String name) {
    switch (name) {
      case "WINCH" -> resize();
      case "CHLD", "PIPE", "URG" -> {}
      default -> {
        if (forward) {
          forward(name);
        }
        if (!forward || isHangUp(name)) {
          end(name);
        }
      }
    }
  }

  private boolean isOnTerminal() {
    return invocation.terminal().inputIsTerminal() || invocation.terminal().outputIsTerminal();
  }

  /** A terminal that is gone is none any more; the container goes on without it, or as it likes. */
  private boolean isHangUp(String name) {
    return name.equals("HUP") && onTerminal && !isOnTerminal();
  }

  private void forward(String name) {
    if ((name.equals("INT") || name.equals("TERM")) && terminations.incrementAndGet() == PATIENCE) {
      exitCode = 1;
      invocation.err().println("got 3 SIGTERM/SIGINTs, forcefully exiting");
      owner.interrupt();
      return;
    }
    try {
      target.signal(name);
    } catch (JdockException e) {
      // It does not run yet, or any more.
    }
  }

  private void end(String name) {
    int number =
        switch (name) {
          case "HUP" -> 1;
          case "INT" -> 2;
          case "TERM" -> 15;
          default -> 0;
        };
    if (number > 0) {
      exitCode = 128 + number;
      owner.interrupt();
    }
  }

  @Override
  public void close() {
    if (mode != null) {
      mode.close();
    }
    if (subscription != null) {
      subscription.close();
    }
  }
}
