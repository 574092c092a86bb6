package dev.jdock.cli.engine;

import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of connections and of their commands. To begin one is a tenth of what a small command
 * takes, so one that has become free waits for the next command a little.
 */
final class SessionThreads {
  /** Shorter than the calm after which the engine gives back what it needs no more. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          PATIENCE.toSeconds(),
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().factory());

  /**
   * @param name of the thread for as long as it does this
   * @throws OutOfMemoryError when the kernel gives the process no further thread
   */
  void start(String name, Runnable work) {
    threads.execute(() -> {
      Thread.currentThread().setName(name);
      work.run();
    });
  }
}
