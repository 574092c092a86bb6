package dev.jdock.runtime.network.forward;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.poll.Epoll;
import dev.jdock.linux.poll.EventFd;
import dev.jdock.linux.process.ResourceLimit;
import dev.jdock.linux.process.WorkerThread;
import dev.jdock.linux.socket.DatagramBuffer;
import dev.jdock.linux.socket.SplicePipe;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The thread that serves all sockets of published ports. Whoever touches them holds this object's
 * lock, and does not wait for anything while holding it.
 */
final class ForwardLoop implements AutoCloseable {
  private static final long WAKE = 0;
  private static final int INTEREST = Epoll.IN | Epoll.OUT | Epoll.END | Epoll.EDGE;

  /** After so long what was postponed is tried again, in milliseconds. */
  private static final int RETRY_MILLIS = 10;

  /** How often the sweepers are called, in milliseconds. */
  private static final int SWEEP_MILLIS = 10_000;

  private static final int MOST_SPARE_PIPES = 16;

  /** Descriptors for all else that the engine does. */
  private static final long MOST_KEPT = 4096;

  /** A socket that the loop waits for. */
  @FunctionalInterface
  interface Watched {
    /**
     * Called when it has become ready, and not again while it is: edge-triggered, epoll(7).
     *
     * @param events of {@link Epoll}
     */
    void ready(int events);
  }

  private final Epoll epoll = new Epoll();
  private final EventFd wake = new EventFd();
  private final Map<Long, Watched> watched = new HashMap<>();
  private final Set<Runnable> unfinished = new LinkedHashSet<>();
  private final Set<Runnable> postponed = new LinkedHashSet<>();
  private final Set<Runnable> sweepers = new LinkedHashSet<>();
  private final Deque<SplicePipe> spare = new ArrayDeque<>();
  private final Thread thread = new Thread(this::run, "port-forwarder");
  private @Nullable DatagramBuffer datagram;
  private long lastKey = WAKE;
  private long lastSweep = System.nanoTime();
  private boolean closed;

  ForwardLoop() {
    epoll.add(wake.descriptor(), Epoll.IN, WAKE);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Calls {@code socket} from now on.
   *
   * @return a key for {@link #forget}
   */
  synchronized long watch(Fd descriptor, Watched socket) {
    long key = ++lastKey;
    watched.put(key, socket);
    try {
      epoll.add(descriptor, INTEREST, key);
    } catch (SyscallException e) {
      watched.remove(key);
      throw e;
    }
    return key;
  }

  /** Before its descriptor is closed, which takes it out of the kernel's list. */
  synchronized void forget(long key) {
    watched.remove(key);
    if (watched.isEmpty()) {
      spare.forEach(SplicePipe::close);
      spare.clear();
    }
  }

  /** Whether a further connection leaves the engine the descriptors that it needs itself. */
  synchronized boolean hasRoom() {
    long limit = ResourceLimit.NOFILE.of(0).soft();
    long kept = Math.min(limit / 2, MOST_KEPT);
    return limit == ResourceLimit.INFINITY || watched.size() + 2 <= limit - kept;
  }

  /** Work that goes on after others had their turn. */
  synchronized void goOnLater(Runnable work) {
    unfinished.add(work);
  }

  /** Work for which a resource is missing now. */
  synchronized void postpone(Runnable work) {
    postponed.add(work);
  }

  /** Work to be done every now and then, until {@link #drop}. */
  synchronized void sweep(Runnable sweeper) {
    sweepers.add(sweeper);
    // The wait under way has no end.
    wake.signal();
  }

  synchronized void drop(Runnable work) {
    unfinished.remove(work);
    postponed.remove(work);
    sweepers.remove(work);
  }

  /**
   * @throws SyscallException EMFILE, ENFILE
   */
  synchronized SplicePipe takePipe() {
    SplicePipe pipe = spare.poll();
    return pipe == null ? new SplicePipe() : pipe;
  }

  synchronized void giveBack(SplicePipe pipe) {
    if (pipe.isEmpty() && spare.size() < MOST_SPARE_PIPES) {
      spare.push(pipe);
    } else {
      pipe.close();
    }
  }

  /** For whoever passes a datagram on, with the lock held. */
  DatagramBuffer datagram() {
    DatagramBuffer buffer = datagram;
    if (buffer == null) {
      buffer = new DatagramBuffer();
      datagram = buffer;
    }
    return buffer;
  }

  private void run() {
    while (goesOn()) {
      perform(() -> epoll.await(timeout(), this::ready));
      perform(this::goOn);
    }
  }

  private synchronized boolean goesOn() {
    return !closed;
  }

  private synchronized int timeout() {
    if (!unfinished.isEmpty()) {
      return 0;
    }
    if (!postponed.isEmpty()) {
      return RETRY_MILLIS;
    }
    return sweepers.isEmpty() ? -1 : SWEEP_MILLIS;
  }

  private synchronized void ready(long key, int events) {
    if (key == WAKE) {
      wake.clear();
      return;
    }
    Watched socket = watched.get(key);
    if (socket != null) {
      perform(() -> socket.ready(events));
    }
  }

  private synchronized void goOn() {
    if (closed) {
      return;
    }
    List<Runnable> works = List.copyOf(unfinished.isEmpty() ? postponed : unfinished);
    for (Runnable work : works) {
      // One may have dropped another.
      boolean wasPostponed = postponed.remove(work);
      if (unfinished.remove(work) || wasPostponed) {
        perform(work);
      }
    }
    if (!sweepers.isEmpty() && System.nanoTime() - lastSweep > SWEEP_MILLIS * 1_000_000L) {
      lastSweep = System.nanoTime();
      List.copyOf(sweepers).forEach(ForwardLoop::perform);
    }
  }

  /** What fails for one port is told, and harms no other. */
  private static void perform(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    wake.signal();
    WorkerThread.await(thread);
    spare.forEach(SplicePipe::close);
    if (datagram != null) {
      datagram.close();
    }
    epoll.close();
    wake.close();
  }
}
