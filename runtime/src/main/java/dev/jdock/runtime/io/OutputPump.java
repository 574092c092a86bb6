package dev.jdock.runtime.io;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.poll.Epoll;
import dev.jdock.linux.poll.EventFd;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One thread that reads the output of every container and hears of every process's end. What it
 * calls must not block.
 */
public final class OutputPump implements AutoCloseable {
  private static final int CHUNK = 32 << 10;
  private static final long WAKE_KEY = 0;
  private static final int RETRY_MILLIS = 100;

  /** All that a pipe can hold (pipe(7), /proc/sys/fs/pipe-max-size, unless root has raised it). */
  private static final int PIPE_CAPACITY = 1 << 20;

  private final Epoll epoll = new Epoll();
  private final EventFd wake = new EventFd();
  private final AtomicLong nextKey = new AtomicLong(WAKE_KEY + 1);
  private final Map<Long, Entry> entries = new HashMap<>();
  private final Set<Long> unwatched = new HashSet<>();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final byte[] buffer = new byte[CHUNK];
  private final Thread thread = new Thread(this::run, "output-pump");
  private volatile boolean closed;

  private sealed interface Entry {}

  private record Output(Source source) implements Entry {}

  private record End(Fd process, Runnable action) implements Entry {}

  /** Where output goes. */
  public interface Receiver {
    /**
     * Takes what was read; the buffer is reused.
     *
     * @return false to be left alone until {@link Source#resume}
     */
    boolean receive(byte[] bytes, int length);

    /** Nothing comes any more. */
    void ended();
  }

  public OutputPump() {
    epoll.add(wake.descriptor(), Epoll.IN, WAKE_KEY);
    thread.setDaemon(true);
    thread.start();
  }

  /** A descriptor being read; owned by the pump, closed when it ends. */
  public final class Source {
    private final Fd descriptor;
    private final Receiver receiver;
    private final long key;
    private boolean over;

    private Source(Fd descriptor, Receiver receiver, long key) {
      this.descriptor = descriptor;
      this.receiver = receiver;
      this.key = key;
    }

    /** Goes on after a receiver returned false. */
    public void resume() {
      submit(() -> {
        if (!over) {
          epoll.change(descriptor, Epoll.IN, key);
        }
      });
    }

    /**
     * Reads what is there and ends, for descriptors whose other side may stay open for ever, or go
     * on writing.
     */
    public void drain() {
      submit(() -> {
        try {
          for (int left = PIPE_CAPACITY; !over && left > 0; ) {
            int count = read(this);
            left = count > 0 ? left - count : 0;
          }
        } finally {
          end(this);
        }
      });
    }
  }

  /**
   * Reads a non-blocking descriptor from now on.
   *
   * @param descriptor owned by the pump from now on
   */
  public Source read(Fd descriptor, Receiver receiver) {
    Source source = new Source(descriptor, receiver, nextKey.getAndIncrement());
    submit(() -> {
      entries.put(source.key, new Output(source));
      try {
        epoll.add(descriptor, Epoll.IN, source.key);
      } catch (SyscallException unpollable) {
        end(source);
      }
    });
    return source;
  }

  /** Calls {@code action} once the process of a pidfd has ended; the pidfd stays the caller's. */
  public void onEnd(Fd process, Runnable action) {
    long key = nextKey.getAndIncrement();
    submit(() -> {
      entries.put(key, new End(process, action));
      watch(key, process);
    });
  }

  /** An end must not be missed because the kernel is out of memory for a moment. */
  private void watch(long key, Fd process) {
    try {
      epoll.add(process, Epoll.IN, key);
      unwatched.remove(key);
    } catch (SyscallException e) {
      unwatched.add(key);
    }
  }

  private void watchAgain() {
    for (long key : Set.copyOf(unwatched)) {
      if (entries.get(key) instanceof End(Fd process, Runnable _) && process.isOpen()) {
        watch(key, process);
      } else {
        unwatched.remove(key);
      }
    }
  }

  private void submit(Runnable task) {
    tasks.add(task);
    wake.signal();
  }

  private void run() {
    while (!closed) {
      perform(() -> epoll.await(unwatched.isEmpty() ? -1 : RETRY_MILLIS, this::ready));
      watchAgain();
      for (Runnable task; (task = tasks.poll()) != null; ) {
        perform(task);
      }
    }
  }

  /** One container's failure must not end the thread that serves all of them. */
  private static void perform(Runnable work) {
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

  private void ready(long key, int events) {
    if (key == WAKE_KEY) {
      wake.clear();
      return;
    }
    switch (entries.get(key)) {
      case Output(Source source) -> perform(() -> readOrEnd(source));
      case End(Fd process, Runnable action) -> {
        entries.remove(key);
        perform(() -> epoll.remove(process));
        perform(action);
      }
      case null -> {}
    }
  }

  private void readOrEnd(Source source) {
    try {
      read(source);
    } catch (RuntimeException | Error e) {
      end(source);
      throw e;
    }
  }

  /** How much there was to read: 0 at the end, -1 for nothing now. */
  private int read(Source source) {
    int count;
    try {
      count = source.descriptor.read(buffer);
    } catch (SyscallException hungUp) {
      // EIO is how a pseudo-terminal's master learns that nobody has the slave open any more.
      count = 0;
    }
    if (count == 0) {
      end(source);
    } else if (count > 0 && !source.receiver.receive(buffer, count)) {
      epoll.change(source.descriptor, 0, source.key);
    }
    return count;
  }

  private void end(Source source) {
    if (!source.over) {
      source.over = true;
      entries.remove(source.key);
      try {
        // Closing takes it out of the epoll set unless it was duplicated.
        epoll.remove(source.descriptor);
      } catch (SyscallException neverAdded) {
        // ENOENT: there is nothing to take out.
      } finally {
        source.descriptor.close();
        source.receiver.ended();
      }
    }
  }

  /** Stops reading, without telling the receivers: the other sides go on, and wait. */
  @Override
  public void close() {
    closed = true;
    wake.signal();
    joinUninterruptibly();
    for (Entry entry : entries.values()) {
      if (entry instanceof Output(Source source)) {
        source.descriptor.close();
      }
    }
    epoll.close();
    wake.close();
  }

  /** What the thread still has in its hands must not be closed under it. */
  private void joinUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
