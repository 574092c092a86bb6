package dev.jdock.image.build.solve;

import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Steps that are being carried out now, by any build. Of equal ones, one is carried out while the
 * others wait for its result; when it fails or is cancelled, the next of them is.
 */
final class Flights {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition landed = lock.newCondition();
  private final Set<Digest> flying = new HashSet<>();

  /** Looks for the result that somebody has come to. */
  @FunctionalInterface
  interface Lookup<T> {
    Optional<T> find() throws InterruptedException;
  }

  /** Comes to a result and makes it known to the lookups of others. */
  @FunctionalInterface
  interface Work<T> {
    T call() throws IOException, InterruptedException;
  }

  /**
   * Finds a result or comes to one, while nobody else comes to it.
   *
   * @param waiting called once if somebody else is at work for it
   */
  <T> T once(Digest key, Lookup<T> lookup, Runnable waiting, Work<T> work)
      throws IOException, InterruptedException {
    Optional<T> found = lookup.find();
    if (found.isPresent()) {
      return found.get();
    }
    begin(key, waiting);
    try {
      // Whoever was at work for it may have come to it meanwhile.
      Optional<T> others = lookup.find();
      return others.isPresent() ? others.get() : work.call();
    } finally {
      end(key);
    }
  }

  private void begin(Digest key, Runnable waiting) throws InterruptedException {
    if (tryBegin(key)) {
      return;
    }
    // Without the lock: this may write to a terminal that stands still.
    waiting.run();
    lock.lockInterruptibly();
    try {
      while (!flying.add(key)) {
        landed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean tryBegin(Digest key) {
    lock.lock();
    try {
      return flying.add(key);
    } finally {
      lock.unlock();
    }
  }

  private void end(Digest key) {
    lock.lock();
    try {
      flying.remove(key);
      landed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
