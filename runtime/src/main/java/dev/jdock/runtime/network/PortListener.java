package dev.jdock.runtime.network;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/**
 * A socket of the engine on a published port. It reserves the port, and forwards connections that
 * reach it: loopback, IPv6, and everything else where the kernel does not translate.
 */
sealed interface PortListener extends AutoCloseable permits TcpListener, UdpListener {

  /**
   * Takes the port and serves it from now on.
   *
   * @param host a wildcard address serves IPv4 and IPv6
   * @throws BindException when it is taken, not an address of this machine, or not allowed
   */
  static PortListener open(String protocol, InetSocketAddress host, InetSocketAddress container)
      throws IOException {
    return protocol.equals("udp")
        ? UdpListener.open(host, container)
        : TcpListener.open(host, container);
  }

  /** Frees the port and closes its connections. */
  @Override
  void close();
}
