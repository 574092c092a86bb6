package dev.jdock.cli.engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Counts connections and commands, and measures for how long there were none. */
final class Idleness {
  private final Duration patience;
  private int present;
  private long since;

  Idleness(Duration patience) {
    this.patience = patience;
  }

  synchronized void enter() {
    present++;
  }

  synchronized void leave() {
    present--;
    since = System.nanoTime();
    notifyAll();
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
      awaitQuiet();
    } while (busy.getAsBoolean());
  }

  private synchronized void awaitQuiet() throws InterruptedException {
    while (true) {
      long left = since + patience.toNanos() - System.nanoTime();
      if (present > 0) {
        wait();
      } else if (left <= 0) {
        return;
      } else {
        wait(left / 1_000_000 + 1);
      }
    }
  }

  /** Blocks until there is none, at most for the given time. */
  synchronized void awaitNobody(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
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
    }
  }
}
