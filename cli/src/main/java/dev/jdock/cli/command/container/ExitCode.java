package dev.jdock.cli.command.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine.Containers;
import dev.jdock.runtime.engine.Engine.WaitCondition;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The exit code of a container that is about to be started. One that removes itself takes its code
 * with it, so the waiting begins before the start.
 */
final class ExitCode implements AutoCloseable {
  private final Containers containers;
  private final String id;
  private final @Nullable FutureTask<Integer> removal;

  ExitCode(Containers containers, String id, boolean removesItself) throws InterruptedException {
    this.containers = containers;
    this.id = id;
    this.removal = removesItself ? awaitRemoval() : null;
  }

  private FutureTask<Integer> awaitRemoval() throws InterruptedException {
    CountDownLatch waiting = new CountDownLatch(1);
    FutureTask<Integer> task =
        new FutureTask<>(() -> {
          waiting.countDown();
          return containers.await(id, WaitCondition.REMOVED);
        });
    Thread.ofVirtual().name("await-" + id).start(task);
    waiting.await();
    return task;
  }

  /** Blocks until the container has ended, and is gone if it removes itself. */
  int await() throws InterruptedException {
    if (removal == null) {
      return containers.await(id, WaitCondition.NOT_RUNNING);
    }
    try {
      return removal.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof JdockException refused
          ? refused
          : JdockException.internal("waiting for " + id + ": " + e.getCause(), e);
    }
  }

  /** Stops waiting. */
  @Override
  public void close() {
    if (removal != null) {
      removal.cancel(true);
    }
  }
}
