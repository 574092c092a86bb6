package dev.jdock.cli.engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Counts connections and commands, and measures for how long there were none. */
final class Idleness {
  private final Duration patience;
  private int present;
  private long visits;
  private boolean left;
  private long since;

  /** Threads that are to hear of who comes, and of who leaves; the others look by themselves. */
  private int awaitComing;

  private int awaitLeaving;

  Idleness(Duration patience) {
    this.patience = patience;
  }

  synchronized void enter() {
    present++;
    visits++;
    if (awaitComing > 0) {
      notifyAll();
    }
  }

  synchronized void leave() {
    present--;
    left = true;
    since = System.nanoTime();
    if (awaitLeaving > 0) {
      notifyAll();
    }
  }

  /** Counts one that has come and gone. */
  synchronized void visit() {
    enter();
    leave();
  }

  /**
   * Blocks until there was none for the given time, which begins with the call at the earliest.
   * Other activity, such as running containers, is checked then, and the time begins again if there
   * is any.
   */
  void await(BooleanSupplier busy) throws InterruptedException {
    do {
      synchronized (this) {
        since = System.nanoTime();
      }
      awaitQuiet(patience);
    } while (busy.getAsBoolean());
  }

  /**
   * Blocks until there have been more visits than a caller knows of, and then none for a while.
   *
   * @param known how many there had been; 0 at first
   * @return how many there have been now
   */
  synchronized long awaitCalm(long known, Duration calm) throws InterruptedException {
    awaitComing++;
    try {
      while (visits == known) {
        wait();
      }
    } finally {
      awaitComing--;
    }
    awaitQuiet(calm);
    return visits;
  }

  /** Blocks until the first visit is over, at most for the given time. */
  synchronized void awaitFirst(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    awaitLeaving++;
    try {
      while (!left) {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) {
          return;
        }
        wait(nanos / 1_000_000 + 1);
      }
    } finally {
      awaitLeaving--;
    }
  }

  /**
   * Told of every visit, this thread would take a processor from each command at its beginning and
   * at its end. It sleeps until the quiet could be over, which is never too late to see its end.
   */
  private synchronized void awaitQuiet(Duration quiet) throws InterruptedException {
    while (true) {
      long left = present > 0 ? quiet.toNanos() : since + quiet.toNanos() - System.nanoTime();
      if (present == 0 && left <= 0) {
        return;
      }
      wait(left / 1_000_000 + 1);
    }
  }

  /** Blocks until there is none, at most for the given time. */
  synchronized void awaitNobody(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    awaitLeaving++;
    try {
      while (present > 0) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return;
        }
        wait(left / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      awaitLeaving--;
    }
  }
}
