package dev.jdock.api.socket;

import dev.jdock.api.http.Transport;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.poll.Epoll;
import dev.jdock.linux.poll.Readiness;
import dev.jdock.linux.socket.HangUps;
import dev.jdock.linux.socket.UnixConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A connection to a unix domain socket, as a descriptor. */
final class DescriptorTransport implements Transport {
  private static final int CHUNK = 64 << 10;

  private final UnixConnection connection;
  private final Readiness readiness;
  private final HangUps hangUps;
  private final InputStream in = new Input();
  private final OutputStream out = new Output();

  /**
   * Held for each call on the descriptor, none of which waits, so that its number stays its own.
   */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  DescriptorTransport(UnixConnection connection, Readiness readiness, HangUps hangUps) {
    this.connection = connection;
    this.readiness = readiness;
    this.hangUps = hangUps;
    connection.fd().nonBlocking();
  }

  /** What is done with a descriptor that is open. */
  private interface Call {
    int on(Fd fd);
  }

  /** Returns -1 when it is not ready. */
  private int call(Call call) throws IOException {
    open.readLock().lock();
    try {
      if (closed) {
        throw new IOException("the connection is closed");
      }
      return call.on(connection.fd());
    } catch (SyscallException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      open.readLock().unlock();
    }
  }

  private void await(int interest) throws IOException {
    Fd copy;
    open.readLock().lock();
    try {
      if (closed) {
        throw new IOException("the connection is closed");
      }
      copy = connection.fd().duplicate();
    } catch (SyscallException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      open.readLock().unlock();
    }
    try (copy) {
      readiness.await(copy, interest);
    }
    if (Thread.currentThread().isInterrupted()) {
      // As a channel of the JDK does: who is interrupted has no use for the connection any more.
      close();
      throw new IOException("interrupted");
    }
  }

  @Override
  public void open() {}

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public void shutdownOutput() throws IOException {
    call(_ -> {
      connection.shutdownOutput();
      return 0;
    });
  }

  @Override
  public void shutdownInput() throws IOException {
    call(_ -> {
      connection.shutdownInput();
      return 0;
    });
  }

  @Override
  public HangUps.Watch onHangUp(Runnable gone) throws IOException {
    Fd[] copy = new Fd[1];
    call(fd -> {
      copy[0] = fd.duplicate();
      return 0;
    });
    return hangUps.watch(copy[0], gone);
  }

  @Override
  public String peer() {
    try {
      return "user " + connection.peer().uid();
    } catch (SyscallException e) {
      return "somebody";
    }
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  @Override
  public boolean isNamed(String host) {
    return true;
  }

  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        // Those who wait have descriptors of their own, and wake by it.
        connection.shutdown();
        connection.close();
      }
    } finally {
      open.writeLock().unlock();
    }
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      byte[] part = new byte[Math.min(length, CHUNK)];
      int count = call(fd -> read(fd, part));
      while (count < 0) {
        await(Epoll.IN);
        count = call(fd -> read(fd, part));
      }
      System.arraycopy(part, 0, bytes, offset, count);
      return count == 0 ? -1 : count;
    }

    /** A client that is gone with bytes unread has ended what it sends. */
    private static int read(Fd fd, byte[] part) {
      try {
        return fd.read(part);
      } catch (SyscallException e) {
        if (e.errno() == Errno.ECONNRESET) {
          return 0;
        }
        throw e;
      }
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int done = 0; done < length; ) {
        int from = offset + done;
        int part = Math.min(length - done, CHUNK);
        int count = call(fd -> fd.write(bytes, from, part));
        if (count < 0) {
          await(Epoll.OUT);
        } else {
          done += count;
        }
      }
    }
  }
}
