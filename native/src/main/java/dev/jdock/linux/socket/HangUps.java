package dev.jdock.linux.socket;

import dev.jdock.linux.Fd;
import dev.jdock.linux.poll.Epoll;
import dev.jdock.linux.poll.EventFd;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the other end of a unix domain socket is gone altogether (EPOLLHUP), which is more
 * than that it sends nothing any more. One thread for all, from the first watch on.
 */
public final class HangUps implements AutoCloseable {
  private static final long STOP = 0;

  private final Map<Long, Watched> watched = new HashMap<>();
  private @Nullable Epoll epoll;
  private @Nullable EventFd stop;
  private long last = STOP;
  private boolean closed;

  private record Watched(Fd socket, Runnable gone) {}

  /** Ends with the first of both: what is watched for, or its closing. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Watches a socket.
   *
   * @param socket becomes this object's
   * @param gone called once, on the thread of all watches: it must not block
   */
  public synchronized Watch watch(Fd socket, Runnable gone) {
    if (closed) {
      socket.close();
      return () -> {};
    }
    long key = ++last;
    try {
      // What is always reported does not have to be asked for: epoll_ctl(2).
      started().add(socket, Epoll.ONESHOT, key);
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
    watched.put(key, new Watched(socket, gone));
    return () -> forget(key);
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
      Thread.ofPlatform().daemon().name("hang-ups").start(() -> await(awaited, stops));
    }
    return running;
  }

  private void await(Epoll awaited, EventFd stops) {
    try (awaited;
        stops) {
      while (!isClosed()) {
        awaited.await(-1, (key, _) -> report(key));
      }
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Under the lock, so that nobody is told who has closed its watch. */
  private synchronized void report(long key) {
    Watched one = watched.get(key);
    if (one != null) {
      forget(key);
      one.gone().run();
    }
  }

  private synchronized void forget(long key) {
    Watched one = watched.remove(key);
    if (one != null) {
      // The description lives on in the caller's own descriptor, so that it has to be taken out.
      if (epoll != null && !closed) {
        epoll.remove(one.socket());
      }
      one.socket().close();
    }
  }

  /** Nothing more is told. */
  @Override
  public synchronized void close() {
    closed = true;
    watched.values().forEach(one -> one.socket().close());
    watched.clear();
    if (stop != null) {
      stop.signal();
    }
  }
}
