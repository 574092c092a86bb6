package dev.jdock.image.build.git;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work that waits for a network: on a virtual thread, because an interrupt closes the socket that
 * such a one waits for, and no other.
 */
final class Interruptible {
  private static final Duration AGAIN = Duration.ofMillis(100);

  private Interruptible() {}

  /** Returns or throws what the work does, and after an interrupt not before the work has ended. */
  static <T> T call(Callable<T> work) throws IOException, InterruptedException {
    var task = new FutureTask<T>(work);
    Thread thread = Thread.ofVirtual().name("git").start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      end(thread);
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** JGit's own timers take an interrupt away now and then: one may not be enough. */
  private static void end(Thread thread) {
    boolean ended = false;
    boolean interrupted = false;
    while (!ended) {
      thread.interrupt();
      try {
        ended = thread.join(AGAIN);
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
