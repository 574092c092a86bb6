package dev.jdock.runtime.io;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a client's streams on a thread of its own, in order across both of them. It holds at
 * most about {@link #HIGH_WATER} bytes: above that the stream is not read until half of it is
 * written.
 */
public final class QueuedWriter implements AutoCloseable {
  private static final int HIGH_WATER = 256 << 10;

  private final Deque<Chunk> queue = new ArrayDeque<>();
  private final Runnable resume;
  private final Runnable broken;
  private final Thread thread;
  private Runnable over = () -> {};
  private int queued;
  private int openInputs;
  private boolean paused;
  private boolean closed;

  private record Chunk(OutputStream target, byte[] bytes) {}

  /**
   * @param resume called when there is room again after a refusal
   * @param broken called when the reading end was closed
   */
  public QueuedWriter(String name, Runnable resume, Runnable broken) {
    this.resume = resume;
    this.broken = broken;
    this.thread = new Thread(null, this::run, name, 128 << 10);
    thread.setDaemon(true);
  }

  /** To be called once all receivers are made. */
  public void start() {
    start(Thread::start, () -> {});
  }

  /**
   * The same.
   *
   * @param starter of its thread, which may fail
   * @param delivered called on that thread when everything is written after the streams' end, or
   *     the writer was closed, or the reading end
   */
  public void start(Consumer<Thread> starter, Runnable delivered) {
    over = delivered;
    starter.accept(thread);
  }

  /** A receiver that throws everything away, and keeps the writer until it has ended. */
  public OutputPump.Receiver toNothing() {
    return to(OutputStream.nullOutputStream());
  }

  /** A receiver that writes to one stream; the writer ends when all its receivers have. */
  public synchronized OutputPump.Receiver to(OutputStream target) {
    openInputs++;
    return new OutputPump.Receiver() {
      @Override
      public boolean receive(byte[] bytes, int length) {
        return offer(target, Arrays.copyOf(bytes, length));
      }

      @Override
      public void ended() {
        inputEnded();
      }
    };
  }

  private synchronized boolean offer(OutputStream target, byte[] bytes) {
    if (closed) {
      return true;
    }
    queue.add(new Chunk(target, bytes));
    queued += bytes.length;
    notifyAll();
    boolean room = queued < HIGH_WATER;
    // Another stream that was refused stays so until it is resumed.
    paused |= !room;
    return room;
  }

  private synchronized void inputEnded() {
    openInputs--;
    notifyAll();
  }

  private void run() {
    try {
      write();
    } finally {
      over.run();
    }
  }

  private void write() {
    try {
      for (Chunk chunk; (chunk = next()) != null; ) {
        chunk.target().write(chunk.bytes());
        chunk.target().flush();
        wrote(chunk.bytes().length);
      }
    } catch (IOException | RuntimeException | Error nobodyReads) {
      stop();
      broken.run();
    } catch (InterruptedException e) {
      stop();
    }
  }

  private synchronized @Nullable Chunk next() throws InterruptedException {
    while (queue.isEmpty()) {
      if (openInputs == 0 || closed) {
        return null;
      }
      wait();
    }
    return queue.remove();
  }

  private void wrote(int bytes) {
    boolean resumes;
    synchronized (this) {
      queued -= bytes;
      resumes = paused && queued < HIGH_WATER / 2;
      if (resumes) {
        paused = false;
      }
    }
    if (resumes) {
      resume.run();
    }
  }

  private void stop() {
    boolean wasPaused;
    synchronized (this) {
      closed = true;
      wasPaused = paused;
      paused = false;
      queue.clear();
      queued = 0;
      notifyAll();
    }
    if (wasPaused) {
      resume.run();
    }
  }

  /** Waits until everything is written after the streams' end, or the writer was closed. */
  public void awaitDelivered() throws InterruptedException {
    thread.join();
  }

  /** Discards the bytes that are not written yet. */
  @Override
  public void close() {
    stop();
  }
}
