package dev.jdock.runtime.launch;

import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** For work that changes the thread that does it: that thread ends with it. */
final class ThrowAwayThread {
  private ThrowAwayThread() {}

  /**
   * Returns when the work is done, interrupted or not.
   *
   * @throws RuntimeException what it threw; an error is wrapped, so that a start is undone after it
   */
  static void run(String name, Runnable work) {
    FutureTask<@Nullable Void> task = new FutureTask<>(work, null);
    Thread thread = Thread.ofPlatform().daemon().name(name).start(task);
    SpawningThread.uninterruptibly(thread::join);
    if (task.state() == Future.State.FAILED) {
      throw task.exceptionNow() instanceof RuntimeException e
          ? e
          : new IllegalStateException(name + ": " + task.exceptionNow(), task.exceptionNow());
    }
  }
}
