package dev.jdock.e2e;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Kills a root's engine, except while somebody looks at what the last kill has left. */
final class Killer {
  private final ReentrantReadWriteLock peace = new ReentrantReadWriteLock(true);
  private final AtomicLong moments = new AtomicLong();
  private final StateRoot root;

  Killer(StateRoot root) {
    this.root = root;
  }

  /** Grows with each kill; odd while one is under way. */
  long moments() {
    return moments.get();
  }

  /**
   * Whether a kill explains the failure of what began then: it may have ended before the one that
   * was under way was over.
   */
  boolean hasKilledSince(long moment) {
    return moment % 2 != 0 || moments.get() != moment;
  }

  /** Kills it if there is one. */
  boolean kill() {
    peace.writeLock().lock();
    try {
      if (root.engine().isEmpty()) {
        return false;
      }
      moments.incrementAndGet();
      root.engine().ifPresent(pid -> Host.run("kill", "-s", "KILL", Long.toString(pid)));
      moments.incrementAndGet();
      return true;
    } finally {
      peace.writeLock().unlock();
    }
  }

  /** Nobody is killed meanwhile. */
  void inPeace(Runnable look) {
    peace.readLock().lock();
    try {
      look.run();
    } finally {
      peace.readLock().unlock();
    }
  }
}
