package dev.jdock.runtime.log;

import static dev.jdock.linux.SyscallException.check;

import dev.jdock.linux.Fd;
import dev.jdock.linux.libc.C;
import dev.jdock.linux.libc.Memory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A socket in the file system that takes datagrams, as a journal or /dev/log is. */
final class DatagramListener implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SO_RCVTIMEO = 20;

  private final Fd fd;

  DatagramListener(Path path) {
    fd = Fd.own(check(C.LIBC.socket(AF_UNIX, SOCK_DGRAM | Fd.O_CLOEXEC, 0), "socket"));
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    try (Memory address = Memory.allocate(110);
        Memory patience = Memory.allocate(16)) {
      address.pointer().putShort(0, (short) AF_UNIX);
      address.pointer().put(2, name, 0, name.length);
      check(C.LIBC.bind(fd.number(), address.pointer(), 110), "bind", path);
      patience.pointer().putLong(0, 10);
      check(C.LIBC.setsockopt(fd.number(), 1, SO_RCVTIMEO, patience.pointer(), 16), "setsockopt");
    }
  }

  /** The next one, waited for; a datagram that carries a descriptor alone is empty. */
  byte[] next() {
    try (Memory buffer = Memory.allocate(1 << 20)) {
      int length = (int) check(C.LIBC.recv(fd.number(), buffer.pointer(), 1 << 20, 0), "recv");
      byte[] bytes = new byte[length];
      buffer.pointer().get(0, bytes, 0, length);
      return bytes;
    }
  }

  /** What is in the file that the next datagram carries. */
  byte[] nextFile() {
    try (Fd file = Fd.own(descriptor())) {
      file.seek(0);
      byte[] bytes = new byte[1 << 20];
      int length = file.read(bytes);
      return java.util.Arrays.copyOf(bytes, length);
    }
  }

  private int descriptor() {
    try (Memory control = Memory.allocate(24);
        Memory message = Memory.allocate(56)) {
      message.pointer().putPointer(32, control.pointer());
      message.pointer().putLong(40, 24);
      check(C.LIBC.recvmsg(fd.number(), message.pointer(), Fd.O_CLOEXEC), "recvmsg");
      return control.pointer().getInt(16);
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
