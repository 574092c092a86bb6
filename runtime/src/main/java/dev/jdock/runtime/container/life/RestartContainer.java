package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.record.ContainerState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts a container again after its end, when its policy says so. */
final class RestartContainer {
  private final ExecutorService background;
  private final Consumer<Container> start;

  /**
   * @param background where it is started
   * @param start by its policy; the lock is held
   */
  RestartContainer(ExecutorService background, Consumer<Container> start) {
    this.background = background;
    this.start = start;
  }

  /**
   * After its end; the lock is held.
   *
   * @param publish tells of its end
   * @return whether it is to start again: its state says so then
   */
  boolean afterExit(Container container, ContainerState ended, Runnable publish) {
    if (container.isKept() || !container.restartPolicy().restarts(ended)) {
      return false;
    }
    Duration delay = container.restartPace().next(ended.ranFor());
    container.restarting(ended.toRestart(), publish);
    schedule(container, delay);
    return true;
  }

  /** A start that comes too late for this engine is left to the next one. */
  void schedule(Container container, Duration delay) {
    int run = container.currentRun();
    CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, background)
        .execute(() -> start(container, run));
  }

  private void start(Container container, int run) {
    container.lock().lock();
    try {
      if (container.state().restarting() && container.currentRun() == run) {
        start.accept(container);
      }
    } catch (JdockException failed) {
      // Its state tells why.
      return;
    } finally {
      container.lock().unlock();
    }
  }

  /** It is not started again, neither now nor after its next end. */
  static void prevent(Container container) {
    if (!container.lock().lockToChange(0)) {
      // Files are copied to it: it is at rest.
      return;
    }
    try {
      if (container.state().restarting()) {
        container.restartCancelled();
      } else {
        container.wantedToStop();
      }
    } finally {
      container.lock().unlock();
    }
  }
}
