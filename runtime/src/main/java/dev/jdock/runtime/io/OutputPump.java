package dev.jdock.runtime.io;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.poll.Epoll;
import dev.jdock.linux.poll.EventFd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Waits for the output of every container and for every process's end, on one thread, and has the
 * output read and passed on by a few others, a {@link Lane} at a time. Callbacks must not block:
 * none may write to a client's descriptor.
 */
public final class OutputPump implements AutoCloseable {
  private static final long WAKE_KEY = 0;
  private static final int RETRY_MILLIS = 100;

  /** All that a pipe can hold (pipe(7), /proc/sys/fs/pipe-max-size, unless root has raised it). */
  private static final int PIPE_CAPACITY = 1 << 20;

  /** The number of reads of a stream before other streams are read. */
  private static final int READS_PER_TURN = 4;

  private final Epoll epoll = new Epoll();
  private final EventFd wake = new EventFd();
  private final AtomicLong nextKey = new AtomicLong(WAKE_KEY + 1);
  private final Map<Long, Entry> entries = new ConcurrentHashMap<>();
  private final Map<Long, Fd> unwatched = new ConcurrentHashMap<>();
  private final LaneWorkers workers = new LaneWorkers();
  private final Thread thread = new Thread(this::run, "output-pump");
  private volatile boolean closed;

  private sealed interface Entry {}

  private record Output(Source source) implements Entry {}

  private record End(Fd process, Runnable action) implements Entry {}

  /** A receiver of output. */
  public interface Receiver {
    /**
     * Receives bytes; the buffer is reused after the call.
     *
     * @return false to receive nothing more until {@link Source#resume}
     */
    boolean receive(byte[] bytes, int length);

    /** Nothing comes any more. */
    void ended();
  }

  /** A source of bytes, such as a pipe. */
  public interface Input extends AutoCloseable {
    /** Readable when there is something new. */
    Fd descriptor();

    /** How much was read: 0 at the end, -1 for nothing now. */
    int read(byte[] buffer);

    @Override
    void close();

    /** A non-blocking descriptor as it is; owned by the input from now on. */
    static Input of(Fd descriptor) {
      return new Plain(descriptor);
    }
  }

  /** A descriptor as it is. */
  private record Plain(Fd descriptor) implements Input {
    @Override
    public int read(byte[] buffer) {
      try {
        return descriptor.read(buffer);
      } catch (SyscallException hungUp) {
        // EIO is how a pseudo-terminal's master learns that nobody has the slave open any more.
        return 0;
      }
    }

    @Override
    public void close() {
      descriptor.close();
    }
  }

  public OutputPump() {
    epoll.add(wake.descriptor(), Epoll.IN, WAKE_KEY);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * A stream that is being read; owned by the pump and closed at its end. All its work is done in
   * its lane.
   */
  public final class Source {
    private final Input input;
    private final Receiver receiver;
    private final Lane lane;
    private final long key;
    private boolean refused;
    private boolean over;

    private Source(Input input, Receiver receiver, Lane lane, long key) {
      this.input = input;
      this.receiver = receiver;
      this.lane = lane;
      this.key = key;
    }

    private void begin(byte[] buffer) {
      try {
        // Without ONESHOT a hang-up would be told of again and again.
        epoll.add(input.descriptor(), Epoll.ONESHOT, key);
      } catch (SyscallException unpollable) {
        end();
        return;
      }
      turn(buffer);
    }

    private void turn(byte[] buffer) {
      for (int reads = 0; !over && !refused; reads++) {
        if (reads == READS_PER_TURN) {
          lane.add(this::turn);
          return;
        }
        if (readOrEnd(buffer) < 0) {
          epoll.change(input.descriptor(), Epoll.IN | Epoll.ONESHOT, key);
          return;
        }
      }
    }

    private int readOrEnd(byte[] buffer) {
      try {
        int count = input.read(buffer);
        if (count == 0) {
          end();
        } else if (count > 0 && !receiver.receive(buffer, count)) {
          refused = true;
        }
        return count;
      } catch (RuntimeException | Error e) {
        end();
        throw e;
      }
    }

    /** Goes on after a receiver returned false. */
    public void resume() {
      lane.add(buffer -> {
        if (refused) {
          refused = false;
          turn(buffer);
        }
      });
    }

    /**
     * Reads the bytes that are available and ends, for descriptors whose other end may stay open or
     * write for ever.
     */
    public void drain() {
      lane.add(buffer -> {
        try {
          for (int left = PIPE_CAPACITY; !over && left > 0; ) {
            int count = readOrEnd(buffer);
            left = count > 0 ? left - count : 0;
          }
        } finally {
          end();
        }
      });
    }

    private void end() {
      if (!over) {
        over = true;
        entries.remove(key);
        try {
          // Closing takes it out of the epoll set unless it was duplicated.
          epoll.remove(input.descriptor());
        } catch (SyscallException neverAdded) {
          // ENOENT: there is nothing to take out.
        } finally {
          input.close();
          receiver.ended();
        }
      }
    }
  }

  /** For streams whose order matters, such as the two of a process: one is read at a time. */
  public Lane lane() {
    return new Lane(workers);
  }

  /**
   * Reads a non-blocking descriptor from now on.
   *
   * @param descriptor owned by the pump from now on
   */
  public Source read(Lane lane, Fd descriptor, Receiver receiver) {
    return read(lane, Input.of(descriptor), receiver);
  }

  /**
   * Reads an input from now on, at first without waiting for its descriptor.
   *
   * @param input owned by the pump from now on
   */
  public Source read(Lane lane, Input input, Receiver receiver) {
    Source source = new Source(input, receiver, lane, nextKey.getAndIncrement());
    entries.put(source.key, new Output(source));
    lane.add(source::begin);
    return source;
  }

  /** Calls {@code action} once the process of a pidfd has ended; the pidfd stays the caller's. */
  public void onEnd(Fd process, Runnable action) {
    long key = nextKey.getAndIncrement();
    entries.put(key, new End(process, action));
    watch(key, process);
  }

  /** An end must not be missed because the kernel is out of memory for a moment. */
  private void watch(long key, Fd process) {
    try {
      epoll.add(process, Epoll.IN | Epoll.ONESHOT, key);
      unwatched.remove(key);
    } catch (SyscallException e) {
      unwatched.put(key, process);
      if (!thread.equals(Thread.currentThread())) {
        wake.signal();
      }
    }
  }

  private void watchAgain() {
    unwatched.forEach((key, process) -> {
      if (process.isOpen()) {
        watch(key, process);
      } else {
        unwatched.remove(key);
        entries.remove(key);
      }
    });
  }

  private void run() {
    while (!closed) {
      LaneWorkers.perform(() -> epoll.await(unwatched.isEmpty() ? -1 : RETRY_MILLIS, this::ready));
      LaneWorkers.perform(this::watchAgain);
    }
  }

  private void ready(long key, int events) {
    if (key == WAKE_KEY) {
      wake.clear();
      return;
    }
    Entry entry = entries.get(key);
    // No switch over types, which each process assembles before its first container.
    if (entry instanceof Output(Source source)) {
      LaneWorkers.perform(() -> source.lane.add(source::turn));
    } else if (entry instanceof End(Fd process, Runnable action)) {
      entries.remove(key);
      LaneWorkers.perform(() -> epoll.remove(process));
      LaneWorkers.perform(action);
    }
  }

  /**
   * Stops reading without notifying the receivers: containers keep running, and block when their
   * pipes are full.
   */
  @Override
  public void close() {
    closed = true;
    wake.signal();
    // What the threads still have in their hands must not be closed under them.
    List<Thread> threads = new ArrayList<>(workers.stop());
    threads.add(thread);
    joinUninterruptibly(threads);
    for (Entry entry : entries.values()) {
      if (entry instanceof Output(Source source)) {
        source.input.close();
      }
    }
    epoll.close();
    wake.close();
  }

  private static void joinUninterruptibly(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread each : threads) {
      while (true) {
        try {
          each.join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
