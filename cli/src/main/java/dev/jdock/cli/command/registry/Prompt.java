package dev.jdock.cli.command.registry;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.terminal.SessionSignals;
import dev.jdock.cli.terminal.Signals;
import dev.jdock.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a user at a terminal. */
record Prompt(Invocation invocation) {
  private static final int LONGEST = 64 << 10;

  /** A line without its end and without blanks around it. */
  String ask(String question) {
    invocation.out().print(question);
    invocation.out().flush();
    return line().strip();
  }

  /** As {@link #ask}, while the terminal does not show what is typed. */
  String askSecretly(String question) {
    try (Terminal.Mode _ = invocation.terminal().withoutEcho()) {
      return ask(question);
    } finally {
      // The user's own line end was not shown either.
      invocation.out().println();
      invocation.out().flush();
    }
  }

  /**
   * Byte by byte: what follows the line is not ours. A signal closes the input, as nothing else
   * wakes a thread that waits for the user.
   */
  private String line() {
    AtomicInteger ended = new AtomicInteger();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (Signals.Subscription _ = invocation.signals().handle(name -> end(name, ended))) {
      for (int b; (b = invocation.in().read()) >= 0 && b != '\n' && line.size() < LONGEST; ) {
        line.write(b);
      }
    } catch (IOException e) {
      if (ended.get() == 0) {
        throw CommandFailure.of("cannot read the answer: " + e.getMessage());
      }
    }
    if (ended.get() != 0) {
      throw new CommandFailure(128 + ended.get(), "");
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private void end(String signal, AtomicInteger ended) {
    int number = SessionSignals.ending(signal);
    if (number != 0) {
      ended.set(number);
      try {
        invocation.in().close();
      } catch (IOException e) {
        // Then no thread waits for it.
      }
    }
  }
}
