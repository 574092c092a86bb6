package dev.jdock.linux.socket;

import com.google.errorprone.annotations.MustBeClosed;
import dev.jdock.linux.libc.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** sockaddr_un of unix(7). */
final class UnixAddress {
  static final int FAMILY = 1;
  private static final int PATH_LIMIT = 108;
  static final int LENGTH = 2 + PATH_LIMIT;

  private UnixAddress() {}

  /**
   * @throws IllegalArgumentException for a path longer than the kernel takes
   */
  @MustBeClosed
  static Memory of(Path path) {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    if (name.length >= PATH_LIMIT) {
      throw new IllegalArgumentException("too long for a socket: " + path);
    }
    byte[] address = new byte[LENGTH];
    ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).putShort((short) FAMILY).put(name);
    return Memory.of(address);
  }
}
