package dev.jdock.linux.socket;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import dev.jdock.linux.process.PidFd;

/** An accepted connection, and who is at its other end. Owns the descriptor. */
public final class UnixConnection implements AutoCloseable {
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERCRED = 17;
  private static final int SO_PEERPIDFD = 77;
  private static final int SHUT_RD = 0;
  private static final int SHUT_WR = 1;
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
    int[] credentials = option(SO_PEERCRED, 3);
    return new Peer(credentials[0], credentials[1], credentials[2]);
  }

  /**
   * The process that called connect(2): SO_PEERPIDFD (Linux 6.5), or before that its pid looked up
   * again, which is only safe while the other end is known to be there.
   */
  public PidFd peerProcess() {
    try {
      return PidFd.own(Fd.own(option(SO_PEERPIDFD, 1)[0]));
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOPROTOOPT) {
        throw e;
      }
      return PidFd.open(peer().pid());
    }
  }

  private int[] option(int option, int count) {
    int[] values = new int[count];
    try (Memory value = Memory.allocate(4 * count);
        Memory length = Memory.allocate(4)) {
      length.pointer().putInt(0, 4 * count);
      check(
          LIBC.getsockopt(fd.number(), SOL_SOCKET, option, value.pointer(), length.pointer()),
          "getsockopt",
          option);
      value.pointer().get(0, values, 0, count);
    }
    return values;
  }

  /** shutdown(2) of one direction. */
  public void shutdownInput() {
    LIBC.shutdown(fd.number(), SHUT_RD);
  }

  /** shutdown(2) of the other. */
  public void shutdownOutput() {
    LIBC.shutdown(fd.number(), SHUT_WR);
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
