package dev.jdock.cli.command.output;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.terminal.Terminal;
import dev.jdock.image.transfer.TransferProgress;
import java.io.OutputStream;
import java.io.PrintStream;

/** Shows what a pull or a push does. Close it before anything else is printed. */
public interface TransferDisplay extends TransferProgress, AutoCloseable {

  /** Redraws its lines on a terminal, and prints them one by one elsewhere. */
  static TransferDisplay of(PrintStream out, Terminal terminal, boolean onTerminal) {
    return onTerminal ? new TerminalTransfer(out, terminal::size) : new PlainTransfer(out);
  }

  /** On the user's standard output. */
  static TransferDisplay of(Invocation invocation, boolean quiet) {
    return quiet
        ? quiet()
        : of(invocation.out(), invocation.terminal(), invocation.terminal().outputIsTerminal());
  }

  /** Shows nothing. */
  static TransferDisplay quiet() {
    return new PlainTransfer(new PrintStream(OutputStream.nullOutputStream()));
  }

  /** Whether there was anything to tell: Docker words failures by that. */
  boolean begun();

  @Override
  void close();
}
