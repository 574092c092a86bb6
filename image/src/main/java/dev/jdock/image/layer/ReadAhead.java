package dev.jdock.image.layer;

import dev.jdock.linux.process.WorkerThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream on a thread of its own, a few buffers ahead of its reader, so that producing and
 * consuming the bytes overlap. For one reader.
 */
public final class ReadAhead extends InputStream {
  private static final int SIZE = 128 * 1024;
  private static final int BUFFERS = 8;

  /** Opens what is read ahead; the thread that does it is the one that reads. */
  public interface Source {
    InputStream open() throws IOException;
  }

  private record Part(byte[] bytes, int length, @Nullable Throwable failure) {}

  private final BlockingQueue<Part> filled = new ArrayBlockingQueue<>(BUFFERS + 1);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
  private final Thread thread;
  private @Nullable Part part;
  private int at;

  private ReadAhead(String name, Source source) {
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(source));
  }

  /** Starts reading; the reader closes it. */
  public static ReadAhead start(String name, Source source) {
    ReadAhead ahead = new ReadAhead(name, source);
    for (int i = 0; i < BUFFERS; i++) {
      ahead.free.add(i == 0 ? new byte[SIZE] : new byte[0]);
    }
    ahead.thread.start();
    return ahead;
  }

  @SuppressWarnings("CatchingUnchecked") // the reader gets whatever it is
  private void run(Source source) {
    Part last = new Part(new byte[0], -1, null);
    try (InputStream in = source.open()) {
      while (true) {
        byte[] bytes = free.take();
        bytes = bytes.length == 0 ? new byte[SIZE] : bytes;
        int length = in.readNBytes(bytes, 0, bytes.length);
        if (length > 0) {
          filled.put(new Part(bytes, length, null));
        }
        if (length < bytes.length) {
          break;
        }
      }
    } catch (InterruptedException e) {
      return;
    } catch (Exception | Error e) {
      last = new Part(new byte[0], -1, e);
    }
    // There is room: the queue holds one more than there are buffers.
    filled.add(last);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    Part now = part;
    if (now == null || (now.length >= 0 && at == now.length)) {
      now = next(now);
    }
    if (now.length < 0) {
      rethrow(now.failure);
      return -1;
    }
    int count = Math.min(length, now.length - at);
    System.arraycopy(now.bytes, at, bytes, offset, count);
    at += count;
    return count;
  }

  private Part next(@Nullable Part old) throws IOException {
    try {
      if (old != null) {
        free.put(old.bytes);
      }
      Part next = filled.take();
      part = next;
      at = 0;
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static void rethrow(@Nullable Throwable failure) throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IOException(failure);
    }
  }

  /** Ends the reading, also in its middle, and waits for it. */
  @Override
  public void close() {
    WorkerThread.end(thread);
  }
}
