package dev.jdock.runtime.log;

import dev.jdock.linux.Fd;
import dev.jdock.linux.libc.C;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jnr.ffi.Pointer;

/** A socket in the file system that takes datagrams, as a journal or /dev/log is. */
final class DatagramListener implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SO_RCVTIMEO = 20;

  private final Fd fd;

  DatagramListener(Path path) {
    fd = Fd.own(C.check(C.LIBC.socket(AF_UNIX, SOCK_DGRAM | Fd.O_CLOEXEC, 0), "socket"));
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    Pointer address = C.allocate(110);
    address.putShort(0, (short) AF_UNIX);
    address.put(2, name, 0, name.length);
    C.check(C.LIBC.bind(fd.number(), address, 110), "bind", path);
    Pointer patience = C.allocate(16);
    patience.putLong(0, 10);
    C.check(C.LIBC.setsockopt(fd.number(), 1, SO_RCVTIMEO, patience, 16), "setsockopt");
  }

  /** The next one, waited for; a datagram that carries a descriptor alone is empty. */
  byte[] next() {
    Pointer buffer = C.allocate(1 << 20);
    int length = (int) C.check(C.LIBC.recv(fd.number(), buffer, 1 << 20, 0), "recv");
    byte[] bytes = new byte[length];
    buffer.get(0, bytes, 0, length);
    return bytes;
  }

  /** What is in the file that the next datagram carries. */
  byte[] nextFile() {
    Pointer control = C.allocate(24);
    Pointer message = C.allocate(56);
    message.putPointer(32, control);
    message.putLong(40, 24);
    C.check(C.LIBC.recvmsg(fd.number(), message, Fd.O_CLOEXEC), "recvmsg");
    try (Fd file = Fd.own(control.getInt(16))) {
      file.seek(0);
      byte[] bytes = new byte[1 << 20];
      int length = file.read(bytes);
      return java.util.Arrays.copyOf(bytes, length);
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
