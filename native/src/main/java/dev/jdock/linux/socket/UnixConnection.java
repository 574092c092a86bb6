package dev.jdock.linux.socket;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.C;
import dev.jdock.linux.process.PidFd;
import jnr.constants.platform.Errno;
import jnr.ffi.Pointer;

/** An accepted connection, and who is at its other end. Owns the descriptor. */
public final class UnixConnection implements AutoCloseable {
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERCRED = 17;
  private static final int SO_PEERPIDFD = 77;
  private static final int SHUT_RDWR = 2;

  private final Fd fd;

  UnixConnection(Fd fd) {
    this.fd = fd;
  }

  public Fd fd() {
    return fd;
  }

  /** Who called connect(2): SO_PEERCRED, unix(7). */
  public Peer peer() {
    Pointer credentials = option(SO_PEERCRED, 12);
    return new Peer(credentials.getInt(0), credentials.getInt(4), credentials.getInt(8));
  }

  /**
   * The process that called connect(2): SO_PEERPIDFD (Linux 6.5), or before that its pid looked up
   * again, which is only safe while the other end is known to be there.
   */
  public PidFd peerProcess() {
    try {
      return PidFd.own(Fd.own(option(SO_PEERPIDFD, 4).getInt(0)));
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOPROTOOPT) {
        throw e;
      }
      return PidFd.open(peer().pid());
    }
  }

  private Pointer option(int option, int size) {
    Pointer value = C.allocate(size);
    Pointer length = C.allocate(4);
    length.putInt(0, size);
    C.check(LIBC.getsockopt(fd.number(), SOL_SOCKET, option, value, length), "getsockopt", option);
    return value;
  }

  /** shutdown(2) of both directions: a thread blocked in a read sees the end. */
  public void shutdown() {
    LIBC.shutdown(fd.number(), SHUT_RDWR);
  }

  @Override
  public void close() {
    fd.close();
  }

  /** Credentials of a process when it connected, numbers as in our namespaces. */
  public record Peer(int pid, int uid, int gid) {}
}
