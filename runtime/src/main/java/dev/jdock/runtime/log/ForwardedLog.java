package dev.jdock.runtime.log;

import dev.jdock.runtime.io.OutputPump;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Sends a container's lines to a {@link LogDestination} on a thread of its own. When the
 * destination is too slow, the container waits or lines are dropped, depending on the log's
 * options.
 */
final class ForwardedLog implements AutoCloseable {
  /** As long as Docker waits for a log's end. */
  private static final long PATIENCE_MILLIS = 10_000;

  private final LogDestination destination;
  private final LogBuffer buffer;
  private final Clock clock;
  private final Runnable resume;
  private final Thread thread;
  private final Deque<LogLine> queue = new ArrayDeque<>();
  private long queued;
  private boolean paused;
  private boolean closing;
  private boolean failing;

  /**
   * @param destination closed at this one's end
   * @param resume called when there is room again after a refusal
   */
  ForwardedLog(
      String name, LogDestination destination, LogBuffer buffer, Clock clock, Runnable resume) {
    this.destination = destination;
    this.buffer = buffer;
    this.clock = clock;
    this.resume = resume;
    this.thread = new Thread(null, this::run, "log-" + name, 256 << 10);
    thread.setDaemon(true);
    thread.start();
  }

  OutputPump.Receiver receiver(boolean standardError) {
    LogLines lines = new LogLines(clock, standardError, this::offer);
    return new OutputPump.Receiver() {
      @Override
      public boolean receive(byte[] bytes, int length) {
        boolean _ = lines.receive(bytes, length);
        return hasRoom();
      }

      @Override
      public void ended() {
        lines.ended();
      }
    };
  }

  private synchronized void offer(LogLine line) {
    int length = line.text().length;
    boolean full = buffer.lossy() && !queue.isEmpty() && queued + length > buffer.bytes();
    if (!closing && !full) {
      queue.add(line);
      queued += length;
      notifyAll();
    }
  }

  private synchronized boolean hasRoom() {
    boolean room = buffer.lossy() || closing || queued < buffer.bytes();
    // The other stream that was refused stays so until it is resumed.
    paused |= !room;
    return room;
  }

  private void run() {
    try (destination) {
      for (LogLine line; (line = next()) != null; ) {
        send(line);
        sent(line);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable LogLine next() throws InterruptedException {
    while (queue.isEmpty()) {
      if (closing) {
        return null;
      }
      wait();
    }
    return queue.remove();
  }

  /** The first of several consecutive losses is written to the engine's log. */
  private void send(LogLine line) {
    try {
      destination.send(line);
      failing = false;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        failing = true;
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }

  private void sent(LogLine line) {
    boolean resumes;
    synchronized (this) {
      queued -= line.text().length;
      resumes = paused && queued < buffer.bytes() / 2;
      if (resumes) {
        paused = false;
      }
    }
    if (resumes) {
      resume.run();
    }
  }

  /** Waits some time for the lines that are queued. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      queue.clear();
    }
    destination.giveUp();
  }
}
