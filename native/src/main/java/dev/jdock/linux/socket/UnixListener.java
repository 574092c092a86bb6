package dev.jdock.linux.socket;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import dev.jdock.linux.poll.EventFd;
import dev.jdock.linux.stream.Poll;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A listening stream socket in the file system: unix(7). {@link #stop} wakes {@link #accept}. */
public final class UnixListener implements AutoCloseable {
  private static final int SOCK_STREAM = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_DOMAIN = 39;

  private final Fd fd;
  private final EventFd closed = new EventFd();

  private UnixListener(Fd fd) {
    this.fd = fd;
  }

  /**
   * socket(2), bind(2), listen(2). The file gets its mode from the umask; the caller removes it.
   *
   * @throws IllegalArgumentException for a path longer than the kernel takes
   */
  public static UnixListener bind(Path path) {
    Fd fd = Fd.own(check(LIBC.socket(UnixAddress.FAMILY, SOCK_STREAM | Fd.O_CLOEXEC, 0), "socket"));
    try (Memory address = UnixAddress.of(path)) {
      check(LIBC.bind(fd.number(), address.pointer(), UnixAddress.LENGTH), "bind", path);
      check(LIBC.listen(fd.number(), 128), "listen", path);
      return new UnixListener(fd);
    } catch (RuntimeException e) {
      fd.close();
      throw e;
    }
  }

  /**
   * One that somebody else has made.
   *
   * @param listening becomes this object's
   * @throws IllegalArgumentException for what is no listening socket in the file system
   */
  public static UnixListener of(Fd listening) {
    if (option(listening, SO_DOMAIN) != UnixAddress.FAMILY
        || option(listening, SO_ACCEPTCONN) == 0) {
      listening.close();
      throw new IllegalArgumentException("not a listening unix domain socket: " + listening);
    }
    return new UnixListener(listening);
  }

  /** -1 for what is no socket. */
  private static int option(Fd fd, int option) {
    try (Memory value = Memory.allocate(4);
        Memory length = Memory.allocate(4)) {
      length.pointer().putInt(0, 4);
      return LIBC.getsockopt(fd.number(), SOL_SOCKET, option, value.pointer(), length.pointer()) < 0
          ? -1
          : value.pointer().getInt(0);
    }
  }

  /** accept4(2); null once {@link #stop} has been called. */
  public @Nullable UnixConnection accept() {
    while (Poll.await(fd, Poll.IN, closed)) {
      int connection = LIBC.accept4(fd.number(), null, null, Fd.O_CLOEXEC);
      if (connection >= 0) {
        return new UnixConnection(Fd.own(connection));
      }
      Errno errno = Errno.last();
      if (errno != Errno.EINTR && errno != Errno.ECONNABORTED) {
        throw new SyscallException("accept4", errno, "");
      }
    }
    return null;
  }

  /** Makes {@link #accept} return null, now and ever after. */
  public void stop() {
    closed.signal();
  }

  /** Not while a thread is in {@link #accept}. */
  @Override
  public void close() {
    fd.close();
    closed.close();
  }
}
