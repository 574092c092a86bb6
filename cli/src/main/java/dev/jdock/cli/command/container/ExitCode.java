package dev.jdock.cli.command.container;

import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Exit;
import dev.jdock.runtime.engine.WaitCondition;

/**
 * The exit code of a container that is about to be started. One that removes itself takes its code
 * with it, and one that is restarted has another one soon, so the engine is asked before the start.
 */
final class ExitCode {
  private final Exit exit;

  ExitCode(Containers containers, String id, boolean removesItself) {
    this.exit =
        containers.exit(id, removesItself ? WaitCondition.REMOVED : WaitCondition.NEXT_EXIT);
  }

  /** Blocks until the container has ended, and is gone if it removes itself. */
  int await() throws InterruptedException {
    return exit.await();
  }
}
