package dev.jdock.runtime.network.forward;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.socket.InetSocket;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Listens on ports of the host and passes on what comes. Thread-safe. */
public final class PortForwarder implements AutoCloseable {
  private @Nullable ForwardLoop loop;

  /**
   * Takes a port and serves it from now on.
   *
   * @param protocol {@code tcp}, {@code udp}, or {@code sctp}, of which the port is held only: the
   *     kernel alone can pass on what comes
   * @param host {@code 0.0.0.0} and {@code ::} stand for every address of their family, and of no
   *     other
   * @throws SyscallException EADDRINUSE when it is taken, EADDRNOTAVAIL for an address that is not
   *     this machine's, EACCES where it is not allowed, EPROTONOSUPPORT where the kernel has no
   *     SCTP
   */
  public synchronized PortListener listen(
      String protocol, InetSocketAddress host, InetSocketAddress container) {
    return switch (protocol) {
      case "sctp" -> InetSocket.sctpPort(host)::close;
      case "udp" -> UdpListener.open(loop(), host, container);
      default -> TcpListener.open(loop(), host, container);
    };
  }

  /** Whether it could be taken now. */
  public static boolean isFree(String protocol, InetSocketAddress host) {
    try (InetSocket _ =
        switch (protocol) {
          case "sctp" -> InetSocket.sctpPort(host);
          case "udp" -> InetSocket.datagrams(host);
          default -> InetSocket.listen(host, 1);
        }) {
      return true;
    } catch (SyscallException e) {
      return false;
    }
  }

  /** Most engines never need one. */
  private ForwardLoop loop() {
    ForwardLoop current = loop;
    if (current == null) {
      current = new ForwardLoop();
      loop = current;
    }
    return current;
  }

  /** After the listeners. */
  @Override
  public synchronized void close() {
    if (loop != null) {
      loop.close();
      loop = null;
    }
  }
}
