package dev.jdock.linux.stream;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.poll.EventFd;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Objects;

/**
 * Writes to a descriptor whose open file description is shared with other processes, so O_NONBLOCK
 * is not changed. A writer whose reader has stalled is woken by {@link #hurry} and {@link
 * #abandon}.
 */
public final class FdOutputStream extends OutputStream {
  /** PIPE_BUF: so much never blocks once poll(2) has said that a pipe is writable. */
  private static final int PIPE_CHUNK = 4096;

  private static final int FILE_CHUNK = 65536;

  private final Fd fd;
  private final EventFd woken;
  private final int chunk;
  private final Runnable onBrokenPipe;
  private int writers;
  private boolean ended;
  private boolean released;

  /**
   * @param fd owned by this stream
   * @param onBrokenPipe called when the reading end was closed (EPIPE), before the write throws
   */
  public FdOutputStream(Fd fd, Runnable onBrokenPipe) {
    this.fd = fd;
    this.woken = EventFd.beside(fd);
    this.onBrokenPipe = onBrokenPipe;
    this.chunk = Files.isRegularFile(fd.procPath()) ? FILE_CHUNK : PIPE_CHUNK;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (!enter()) {
      throw new IOException("the stream is closed");
    }
    try {
      int position = offset;
      while (position < offset + length) {
        position += writeWhenReady(bytes, position, offset + length - position);
      }
    } catch (SyscallException e) {
      if (e.errno() == Errno.EPIPE) {
        onBrokenPipe.run();
      }
      throw new IOException(e.getMessage(), e);
    } finally {
      leave();
    }
  }

  private int writeWhenReady(byte[] bytes, int offset, int length) throws IOException {
    while (true) {
      if (!Poll.await(fd, Poll.OUT, woken)) {
        if (isEnded()) {
          throw new IOException("the reader went away");
        }
        if (!Poll.isReady(fd, Poll.OUT)) {
          throw new InterruptedIOException("the reader has stalled");
        }
      }
      int count = fd.write(bytes, offset, Math.min(length, atOnce(length)));
      if (count >= 0) {
        return count;
      }
    }
  }

  /** What is written whole is read whole: a reader does not leave in the middle of it. */
  private int atOnce(int length) {
    return length > chunk && chunk == PIPE_CHUNK ? Math.max(chunk, fd.emptyPipeCapacity()) : chunk;
  }

  private synchronized boolean enter() {
    if (ended) {
      return false;
    }
    writers++;
    return true;
  }

  private synchronized void leave() {
    writers--;
    releaseIfUnused();
  }

  private synchronized boolean isEnded() {
    return ended;
  }

  /** From now on a write does not wait for a stalled reader: what does not fit fails. */
  public synchronized void hurry() {
    if (!ended) {
      woken.signal();
    }
  }

  /** Makes writers fail, those that are waiting and those to come, and closes the descriptor. */
  public synchronized void abandon() {
    if (!ended) {
      ended = true;
      woken.signal();
      releaseIfUnused();
    }
  }

  /** As {@link #abandon}. */
  @Override
  public void close() {
    abandon();
  }

  private void releaseIfUnused() {
    if (ended && writers == 0 && !released) {
      released = true;
      fd.close();
      woken.close();
    }
  }
}
