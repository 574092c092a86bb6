package dev.jdock.linux.starter;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import java.util.List;
import jnr.ffi.Pointer;

/** The two ends of the line to a starter and its child; messages stay apart (SOCK_SEQPACKET). */
final class ControlSocket implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_SEQPACKET = 5;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int HEADER = 16;

  /** Step, errno, detail. */
  private static final int FAILURE = 12;

  private final Fd ours;
  private final Fd theirs;

  private ControlSocket(Fd ours, Fd theirs) {
    this.ours = ours;
    this.theirs = theirs;
  }

  static ControlSocket make() {
    int[] pair = new int[2];
    check(LIBC.socketpair(AF_UNIX, SOCK_SEQPACKET | Fd.O_CLOEXEC, 0, pair), "socketpair");
    return new ControlSocket(Fd.own(pair[0]), Fd.own(pair[1]));
  }

  Fd ours() {
    return ours;
  }

  Fd theirs() {
    return theirs;
  }

  /**
   * Closes this process's copy of the other end, so that the end of the other process is noticed.
   */
  void closeTheirs() {
    theirs.close();
  }

  /** One byte with descriptors. */
  void send(List<Fd> descriptors) {
    int length = HEADER + 4 * descriptors.size();
    int space = (length + 7) / 8 * 8;
    try (Memory rights = Memory.allocate(space);
        Memory data = Memory.allocate(8);
        Memory vector = Memory.allocate(16);
        Memory memory = Memory.allocate(56)) {
      Pointer control = rights.pointer();
      control.putLong(0, length);
      control.putInt(8, SOL_SOCKET);
      control.putInt(12, SCM_RIGHTS);
      for (int i = 0; i < descriptors.size(); i++) {
        control.putInt(HEADER + 4L * i, descriptors.get(i).number());
      }
      vector.pointer().putPointer(0, data.pointer());
      vector.pointer().putLong(8, 1);
      Pointer message = memory.pointer();
      message.putPointer(16, vector.pointer());
      message.putLong(24, 1);
      message.putPointer(32, control);
      message.putLong(40, space);
      check(LIBC.sendmsg(ours.number(), message, MSG_NOSIGNAL | MSG_DONTWAIT), "sendmsg");
    }
  }

  /** Sends one byte; EPIPE is ignored, since the other process may have ended. */
  void send() {
    try (Memory data = Memory.allocate(8)) {
      long sent = LIBC.send(ours.number(), data.pointer(), 1, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent == -1 && Errno.last() != Errno.EPIPE && Errno.last() != Errno.ECONNRESET) {
        throw new SyscallException("send", Errno.last(), "to the starter");
      }
    }
  }

  /**
   * What the child has said.
   *
   * @throws StarterException when it is a failure; its silence is none, and the end of the line is
   *     what execve(2) or its own end leaves
   */
  void throwFailure() {
    try (Memory memory = Memory.allocate(FAILURE)) {
      Pointer data = memory.pointer();
      long count = LIBC.recv(ours.number(), data, FAILURE, MSG_DONTWAIT);
      if (count == FAILURE) {
        throw new StarterException(Step.of(data.getInt(0)), data.getInt(4), data.getInt(8));
      }
    }
  }

  @Override
  public void close() {
    ours.close();
    theirs.close();
  }
}
