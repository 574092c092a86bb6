package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Held while what a container is doing changes: create, start, end, remove. */
public final class ChangeLock {
  private static final long COPY_PATIENCE_NANOS = 30_000_000_000L;
  private static final long LOOK_MILLIS = 100;

  private final String id;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean copied;

  /**
   * @param id of the container
   */
  ChangeLock(String id) {
    this.id = id;
  }

  /** Waits for as long as it takes. */
  public void lock() {
    lock.lock();
  }

  public void unlock() {
    lock.unlock();
  }

  /**
   * For files to be copied to the container at rest, which may take long: until {@link
   * #unlockCopied}.
   */
  public void lockToCopy() {
    lockToChange();
    copied = true;
  }

  public void unlockCopied() {
    copied = false;
    lock.unlock();
  }

  /**
   * Takes the lock, but does not wait for ever for files whose client has stalled.
   *
   * @throws JdockException CONFLICT when such a client keeps it
   */
  public void lockToChange() {
    if (!lockToChange(COPY_PATIENCE_NANOS)) {
      throw JdockException.conflict(
          "container " + id + " cannot be changed: files are still being copied to it");
    }
  }

  /** Whether it was taken; anything but a copy is waited for. */
  public boolean lockToChange(long patienceNanos) {
    long deadline = System.nanoTime() + patienceNanos;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (lock.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            return true;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
        if (copied && System.nanoTime() - deadline >= 0) {
          return false;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
