package dev.jdock.cli;

import dev.jdock.runtime.engine.Engine;

/** The whole command line: parses an invocation, has the engine do it, prints. */
@FunctionalInterface
public interface Command {
  /**
   * @return the exit code
   * @throws InterruptedException when a signal ended the command
   */
  int run(Engine engine, Invocation invocation) throws InterruptedException;

  /**
   * Prepares for a command of that name, which may come next; one that is not known is passed over.
   */
  default void expect(String name) {}
}
