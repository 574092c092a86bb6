package dev.jdock.linux.socket;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;

/**
 * A pipe through which bytes pass from one socket to another inside the kernel: splice(2). For one
 * thread.
 */
public final class SplicePipe implements AutoCloseable {
  private static final int MOVE_NONBLOCK = 1 | 2;

  private final Fd reading;
  private final Fd writing;
  private long held;

  /** What one holds at the most; the fewer are the calls for large transfers. */
  public static final int BYTES = 1 << 18;

  private static final int F_SETPIPE_SZ = 1031;

  /**
   * @throws SyscallException EMFILE, ENFILE
   */
  public SplicePipe() {
    Fd[] ends = Fd.pipe();
    this.reading = ends[0];
    this.writing = ends[1];
    // What is refused, where others' pipes have used up what they may, leaves it at its 64 KiB.
    int _ = LIBC.fcntl(writing.number(), F_SETPIPE_SZ, BYTES);
  }

  /** Whether nothing is in it. */
  public boolean isEmpty() {
    return held == 0;
  }

  /**
   * Takes what there is, {@code most} bytes at most, into the pipe, which is to be empty.
   *
   * @return the count, 0 at the end of the stream, -1 when there is nothing now
   * @throws SyscallException ECONNRESET and others when the connection is lost
   */
  public long fill(InetSocket from, long most) {
    long count = move(from.fd(), writing, most);
    held += Math.max(0, count);
    return count;
  }

  /**
   * Sends what is in it.
   *
   * @return the count, -1 when the socket takes nothing now
   * @throws SyscallException EPIPE, ECONNRESET and others when the connection is lost
   */
  public long drain(InetSocket to) {
    long count = move(reading, to.fd(), held);
    held -= Math.max(0, count);
    return count;
  }

  private static long move(Fd from, Fd to, long most) {
    while (true) {
      long count = LIBC.splice(from.number(), null, to.number(), null, most, MOVE_NONBLOCK);
      if (count >= 0) {
        return count;
      }
      Errno errno = Errno.last();
      if (errno == Errno.EAGAIN) {
        return -1;
      }
      if (errno != Errno.EINTR) {
        throw new SyscallException("splice", errno, "");
      }
    }
  }

  @Override
  public void close() {
    reading.close();
    writing.close();
  }
}
