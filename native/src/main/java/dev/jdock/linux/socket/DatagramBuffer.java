package dev.jdock.linux.socket;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import java.net.InetSocketAddress;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/** Room for one datagram of udp(7), to pass it from one socket to another. For one thread. */
public final class DatagramBuffer implements AutoCloseable {
  private static final int LARGEST_DATAGRAM = 65_535;

  /** struct msghdr of recvmsg(2), of 64 bits. */
  private static final int MESSAGE_BYTES = 56;

  private static final int NAME = 0;
  private static final int NAME_LENGTH = 8;
  private static final int PARTS = 16;
  private static final int PART_COUNT = 24;
  private static final int PART_BYTES = 16;
  private static final int MSG_NOSIGNAL = 0x4000;

  private final Memory message = Memory.owned(MESSAGE_BYTES);
  private final Memory part = Memory.owned(PART_BYTES);
  private final Memory name = Memory.owned(InetAddresses.LARGEST);
  private final Memory bytes = Memory.owned(LARGEST_DATAGRAM);
  private long length;

  /**
   * recvmsg(2).
   *
   * @return false when there is nothing now
   * @throws SyscallException ECONNREFUSED and others that an earlier datagram of this socket caused
   */
  public boolean receive(InetSocket from) {
    prepare(InetAddresses.LARGEST, LARGEST_DATAGRAM);
    long count = LIBC.recvmsg(from.fd().number(), message.pointer(), 0);
    if (count < 0) {
      return failed("recvmsg");
    }
    length = count;
    return true;
  }

  /** Who sent what was received last. */
  public InetSocketAddress sender() {
    return InetAddresses.decode(name.pointer());
  }

  /**
   * sendmsg(2) of what was received last.
   *
   * @param to null for a socket's one peer
   * @return false when the socket takes nothing now
   * @throws SyscallException ECONNREFUSED and others that an earlier datagram of this socket caused
   */
  public boolean send(InetSocket through, @Nullable InetSocketAddress to) {
    byte[] address = to == null ? new byte[0] : InetAddresses.encode(to);
    name.pointer().put(0, address, 0, address.length);
    prepare(address.length, length);
    long count = LIBC.sendmsg(through.fd().number(), message.pointer(), MSG_NOSIGNAL);
    return count >= 0 || failed("sendmsg");
  }

  private void prepare(int nameLength, long partLength) {
    part.pointer().putPointer(0, bytes.pointer());
    part.pointer().putLong(8, partLength);
    Pointer header = message.pointer();
    header.putPointer(NAME, nameLength == 0 ? null : name.pointer());
    header.putInt(NAME_LENGTH, nameLength);
    header.putPointer(PARTS, part.pointer());
    header.putLong(PART_COUNT, 1);
  }

  private static boolean failed(String call) {
    Errno errno = Errno.last();
    if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
      return false;
    }
    throw new SyscallException(call, errno, "");
  }

  @Override
  public void close() {
    message.close();
    part.close();
    name.close();
    bytes.close();
  }
}
