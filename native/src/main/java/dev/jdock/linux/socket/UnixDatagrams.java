package dev.jdock.linux.socket;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import java.nio.file.Path;
import jnr.ffi.Pointer;

/**
 * A datagram socket that is connected to one in the file system: unix(7). Owns the descriptor; one
 * thread sends at a time.
 */
public final class UnixDatagrams implements AutoCloseable {
  private static final int SOCK_DGRAM = 2;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDTIMEO = 21;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_NOSIGNAL = 0x4000;

  private final Fd fd;

  private UnixDatagrams(Fd fd) {
    this.fd = fd;
  }

  /**
   * socket(2) and connect(2).
   *
   * @param patienceMillis how long {@link #send} waits, in milliseconds, while the reader's queue
   *     is full
   * @throws SyscallException ENOENT, ECONNREFUSED when no process listens, EPROTOTYPE for a stream
   *     socket
   */
  public static UnixDatagrams connect(Path path, long patienceMillis) {
    Fd fd = Fd.own(check(LIBC.socket(UnixAddress.FAMILY, SOCK_DGRAM | Fd.O_CLOEXEC, 0), "socket"));
    try (Memory wait = Memory.allocate(16);
        Memory address = UnixAddress.of(path)) {
      wait.pointer().putLong(0, patienceMillis / 1000);
      wait.pointer().putLong(8, patienceMillis % 1000 * 1000);
      check(
          LIBC.setsockopt(fd.number(), SOL_SOCKET, SO_SNDTIMEO, wait.pointer(), 16), "setsockopt");
      check(LIBC.connect(fd.number(), address.pointer(), UnixAddress.LENGTH), "connect", path);
      return new UnixDatagrams(fd);
    } catch (RuntimeException e) {
      fd.close();
      throw e;
    }
  }

  /**
   * send(2) of one datagram.
   *
   * @return whether it was sent; false when the reader's queue stayed full for too long
   * @throws SyscallException EMSGSIZE for more than the kernel takes at once, ECONNREFUSED when no
   *     process listens any more
   */
  public boolean send(byte[] datagram) {
    try (Memory bytes = Memory.of(datagram)) {
      return sent(LIBC.send(fd.number(), bytes.pointer(), datagram.length, MSG_NOSIGNAL));
    }
  }

  /** sendmsg(2) of a descriptor and nothing else: SCM_RIGHTS. */
  public boolean send(Fd descriptor) {
    try (Memory rights = Memory.allocate(24);
        Memory message = Memory.allocate(56)) {
      Pointer control = rights.pointer();
      control.putLong(0, 20);
      control.putInt(8, SOL_SOCKET);
      control.putInt(12, SCM_RIGHTS);
      control.putInt(16, descriptor.number());
      message.pointer().putPointer(32, control);
      message.pointer().putLong(40, 24);
      return sent(LIBC.sendmsg(fd.number(), message.pointer(), MSG_NOSIGNAL));
    }
  }

  private static boolean sent(long result) {
    if (result >= 0) {
      return true;
    }
    Errno errno = Errno.last();
    if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
      return false;
    }
    throw new SyscallException("send", errno, "");
  }

  @Override
  public void close() {
    fd.close();
  }
}
