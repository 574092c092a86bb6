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

  /** Grows with each kill: another number after a command explains its failure. */
  long moments() {
    return moments.get();
  }

  /** Kills it if there is one. */
  boolean kill() {
    peace.writeLock().lock();
    try {
      if (root.engine().isEmpty()) {
        return false;
      }
      // Before and after: what begins in between sees another number, too.
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
