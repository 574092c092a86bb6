package dev.jdock.linux.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.Pointer;

/** sockaddr_in of ip(7) and sockaddr_in6 of ipv6(7). */
final class InetAddresses {
  static final int IPV4 = 2;
  static final int IPV6 = 10;

  /** The longer of the two. */
  static final int LARGEST = 28;

  private static final int IPV4_LENGTH = 16;
  private static final int IPV4_ADDRESS = 4;
  private static final int IPV6_ADDRESS = 8;
  private static final int PORT = 2;

  private InetAddresses() {}

  static int family(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address ? IPV6 : IPV4;
  }

  static byte[] encode(InetSocketAddress address) {
    boolean six = family(address) == IPV6;
    ByteBuffer bytes = ByteBuffer.allocate(six ? LARGEST : IPV4_LENGTH);
    bytes.order(ByteOrder.nativeOrder()).putShort((short) family(address));
    bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) address.getPort());
    bytes.position(six ? IPV6_ADDRESS : IPV4_ADDRESS).put(address.getAddress().getAddress());
    if (address.getAddress() instanceof Inet6Address scoped) {
      bytes.order(ByteOrder.nativeOrder()).putInt(scoped.getScopeId());
    }
    return bytes.array();
  }

  static InetSocketAddress decode(Pointer memory) {
    boolean six = memory.getShort(0) == IPV6;
    byte[] address = new byte[six ? 16 : 4];
    memory.get(six ? IPV6_ADDRESS : IPV4_ADDRESS, address, 0, address.length);
    int port = (memory.getByte(PORT) & 0xff) << 8 | memory.getByte(PORT + 1) & 0xff;
    try {
      return six
          ? new InetSocketAddress(
              Inet6Address.getByAddress(
                  null, address, memory.getInt(IPV6_ADDRESS + address.length)),
              port)
          : new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of a wrong length", e);
    }
  }
}
