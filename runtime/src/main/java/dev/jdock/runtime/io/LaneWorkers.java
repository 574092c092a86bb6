package dev.jdock.runtime.io;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The threads that serve lanes, those that have waited longest first. */
final class LaneWorkers {
  /** As much as a pipe holds unless it was made larger. */
  private static final int BUFFER = 64 << 10;

  private static final int MOST = 4;

  private final Queue<Lane> waiting = new ArrayDeque<>();
  private final List<Thread> threads;
  private boolean stopped;

  LaneWorkers() {
    int count = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, MOST);
    threads =
        IntStream.range(0, count)
            .mapToObj(i -> Thread.ofPlatform().daemon().name("output-" + i).unstarted(this::work))
            .toList();
    threads.forEach(Thread::start);
  }

  synchronized void add(Lane lane) {
    waiting.add(lane);
    notify();
  }

  private void work() {
    byte[] buffer = new byte[BUFFER];
    for (Lane lane; (lane = next()) != null; ) {
      lane.serve(buffer);
    }
  }

  private synchronized @Nullable Lane next() {
    while (!stopped && waiting.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Nothing that a lane does asks for it: it goes on.
      }
    }
    return stopped ? null : waiting.remove();
  }

  /** They end after what they do now; to be waited for. */
  synchronized List<Thread> stop() {
    stopped = true;
    notifyAll();
    return threads;
  }

  /** One container's failure must not end a thread that serves all of them. */
  static void perform(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      report(e);
    }
  }

  private static void report(Throwable failure) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    } catch (RuntimeException | Error e) {
      // There may be no memory to say so.
      return;
    }
  }
}
