package dev.jdock.api.socket;

import dev.jdock.api.http.HttpServer;
import dev.jdock.api.http.Transport;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;

/**
 * A socket that other machines reach. Whoever is let in can do what root can: clients need a
 * certificate of an authority that the server was told of.
 */
public final class TcpSocket implements HttpServer.Listener {
  private static final int BACKLOG = 1024;

  private final ServerSocketChannel channel;
  private final TlsIdentity identity;

  private TcpSocket(ServerSocketChannel channel, TlsIdentity identity) {
    this.channel = channel;
    this.identity = identity;
  }

  /**
   * Binds it.
   *
   * @throws JdockException INVALID for files that are of no use, INTERNAL where it cannot listen
   */
  public static TcpSocket open(ApiAddress.Tcp address, TlsFiles files) {
    TlsIdentity identity = files.read();
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      try {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new InetSocketAddress(address.host(), address.port()), BACKLOG);
        return new TcpSocket(channel, identity);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw cannot(address, Reason.of(e), e);
    } catch (UnresolvedAddressException e) {
      throw cannot(address, "no such host", e);
    }
  }

  private static JdockException cannot(ApiAddress address, String why, Exception e) {
    return JdockException.internal("cannot listen on " + address + ": " + why, e);
  }

  @Override
  public Transport accept() throws IOException {
    while (true) {
      SocketChannel client = channel.accept();
      try {
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        return new TlsTransport(client, identity);
      } catch (IOException e) {
        // Gone already: the next one.
        client.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
