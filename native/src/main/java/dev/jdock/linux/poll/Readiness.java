package dev.jdock.linux.poll;

import dev.jdock.linux.Fd;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets virtual threads wait for descriptors without a kernel thread each: one thread asks epoll(7)
 * for all of them, from the first wait on.
 */
public final class Readiness implements AutoCloseable {
  private static final long STOP = 0;

  private final Map<Long, Waiter> waiting = new HashMap<>();
  private @Nullable Epoll epoll;
  private @Nullable EventFd stop;
  private long last = STOP;
  private boolean closed;

  private static final class Waiter {
    private final Thread thread;
    private volatile boolean ready;

    Waiter(Thread thread) {
      this.thread = thread;
    }
  }

  /**
   * Waits until a descriptor is ready, hung up or in error, as the next call on it reports; or
   * until the calling thread is interrupted, or this is closed. Another descriptor of its open file
   * description is watched meanwhile, so that reader and writer can wait at once.
   *
   * @param interest {@link Epoll#IN} or {@link Epoll#OUT}
   */
  public void await(Fd descriptor, int interest) {
    try (Fd watched = descriptor.duplicate()) {
      Waiter waiter = new Waiter(Thread.currentThread());
      long key = begin(watched, interest, waiter);
      if (key == STOP) {
        return;
      }
      try {
        while (!waiter.ready && !Thread.currentThread().isInterrupted()) {
          LockSupport.park(this);
        }
      } finally {
        end(watched, key);
      }
    }
  }

  private synchronized long begin(Fd watched, int interest, Waiter waiter) {
    if (closed) {
      return STOP;
    }
    long key = ++last;
    started().add(watched, interest | Epoll.ONESHOT, key);
    waiting.put(key, waiter);
    return key;
  }

  private synchronized void end(Fd watched, long key) {
    waiting.remove(key);
    if (epoll != null && !closed) {
      epoll.remove(watched);
    }
  }

  private Epoll started() {
    Epoll running = epoll;
    if (running == null) {
      running = new Epoll();
      EventFd stops = new EventFd();
      running.add(stops.descriptor(), Epoll.IN, STOP);
      epoll = running;
      stop = stops;
      Epoll awaited = running;
      Thread.ofPlatform().daemon().name("readiness").start(() -> serve(awaited, stops));
    }
    return running;
  }

  private void serve(Epoll awaited, EventFd stops) {
    try (awaited;
        stops) {
      while (!isClosed()) {
        awaited.await(-1, (key, _) -> wake(key));
      }
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void wake(long key) {
    wake(waiting.get(key));
  }

  private static void wake(@Nullable Waiter waiter) {
    if (waiter != null) {
      waiter.ready = true;
      LockSupport.unpark(waiter.thread);
    }
  }

  /** Wakes all. */
  @Override
  public synchronized void close() {
    closed = true;
    waiting.values().forEach(Readiness::wake);
    if (stop != null) {
      stop.signal();
    }
  }
}
