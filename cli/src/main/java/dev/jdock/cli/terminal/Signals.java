package dev.jdock.cli.terminal;

import java.util.function.Consumer;

/**
 * Signals that reached the launcher. Without a handler, INT, TERM and HUP interrupt the thread that
 * runs the command, which then ends with exit code 128 plus the signal's number.
 */
public interface Signals {
  /**
   * Hands every signal to {@code handler} (names without SIG: {@code INT}, {@code WINCH}…), on a
   * thread of its own, until closed.
   */
  Subscription handle(Consumer<String> handler);

  /** Ends the handling when closed. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
