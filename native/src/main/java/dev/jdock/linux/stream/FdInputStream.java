package dev.jdock.linux.stream;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.poll.EventFd;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * Reads a descriptor whose open file description is shared with other processes, so O_NONBLOCK is
 * not changed. {@link #close} wakes a blocked reader, which then sees the end of the stream; the
 * last reader closes the descriptor.
 */
public final class FdInputStream extends InputStream {
  private final Fd fd;
  private final EventFd closed;
  private final BooleanSupplier mayRead;
  private int readers;
  private boolean ended;
  private boolean released;

  /**
   * @param fd owned by this stream
   * @param mayRead asked when there is something to read; may block; false to wait again
   */
  public FdInputStream(Fd fd, BooleanSupplier mayRead) {
    this.fd = fd;
    this.closed = EventFd.beside(fd);
    this.mayRead = mayRead;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!enter()) {
      return -1;
    }
    try {
      byte[] part = new byte[Math.min(length, 65536)];
      int count = readWhenReady(part);
      System.arraycopy(part, 0, buffer, offset, Math.max(count, 0));
      return count;
    } catch (SyscallException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      leave();
    }
  }

  private int readWhenReady(byte[] part) {
    while (Poll.await(fd, Poll.IN, closed)) {
      if (!mayRead.getAsBoolean()) {
        continue;
      }
      // Somebody else may have read it meanwhile; then a non-blocking file says EAGAIN.
      int count = fd.read(part);
      if (count >= 0) {
        return count == 0 ? -1 : count;
      }
    }
    return -1;
  }

  private synchronized boolean enter() {
    if (ended) {
      return false;
    }
    readers++;
    return true;
  }

  private synchronized void leave() {
    readers--;
    releaseIfUnused();
  }

  @Override
  public synchronized void close() {
    if (!ended) {
      ended = true;
      closed.signal();
      releaseIfUnused();
    }
  }

  private void releaseIfUnused() {
    if (ended && readers == 0 && !released) {
      released = true;
      fd.close();
      closed.close();
    }
  }
}
