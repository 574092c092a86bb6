package dev.jdock.linux.socket;

import dev.jdock.linux.libc.C;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jnr.ffi.Pointer;

/** sockaddr_un of unix(7). */
final class UnixAddress {
  static final int FAMILY = 1;
  private static final int PATH_LIMIT = 108;
  static final int LENGTH = 2 + PATH_LIMIT;

  private UnixAddress() {}

  /**
   * @throws IllegalArgumentException for a path longer than the kernel takes
   */
  static Pointer of(Path path) {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    if (name.length >= PATH_LIMIT) {
      throw new IllegalArgumentException("too long for a socket: " + path);
    }
    Pointer address = C.allocate(LENGTH);
    address.putShort(0, (short) FAMILY);
    address.put(2, name, 0, name.length);
    return address;
  }
}
