package dev.jdock.cli.command.container;

import dev.jdock.runtime.engine.Engine.Containers;
import dev.jdock.runtime.engine.Engine.Exit;
import dev.jdock.runtime.engine.Engine.WaitCondition;
import org.jspecify.annotations.Nullable;

/**
 * The exit code of a container that is about to be started. One that removes itself takes its code
 * with it, so the engine is asked before the start.
 */
final class ExitCode {
  private final Containers containers;
  private final String id;
  private final @Nullable Exit removal;

  ExitCode(Containers containers, String id, boolean removesItself) {
    this.containers = containers;
    this.id = id;
    this.removal = removesItself ? containers.exit(id, WaitCondition.REMOVED) : null;
  }

  /** Blocks until the container has ended, and is gone if it removes itself. */
  int await() throws InterruptedException {
    return removal == null ? containers.await(id, WaitCondition.NOT_RUNNING) : removal.await();
  }
}
