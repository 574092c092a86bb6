package dev.jdock.runtime.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Passes TCP connections on, each by two virtual threads; the end of one direction stays one. */
final class TcpListener implements PortListener {
  /** The kernel limits it to net.core.somaxconn. */
  private static final int BACKLOG = 4096;

  private static final long RETRY_NANOS = 10_000_000;
  private static final int BUFFER_BYTES = 1 << 15;

  private final ServerSocketChannel server;
  private final InetSocketAddress container;
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

  private TcpListener(ServerSocketChannel server, InetSocketAddress container) {
    this.server = server;
    this.container = container;
  }

  static TcpListener open(InetSocketAddress host, InetSocketAddress container) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.bind(host, BACKLOG);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    TcpListener listener = new TcpListener(server, container);
    Thread.ofVirtual().name("tcp-listener-" + host.getPort()).start(listener::acceptAll);
    return listener;
  }

  private void acceptAll() {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        connections.add(client);
        Thread.ofVirtual().name("tcp-forward").start(() -> serve(client));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // Out of descriptors, or a client that left while it waited: others still want in.
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        SocketChannel target = SocketChannel.open()) {
      connections.add(target);
      try {
        passOn(client, target);
      } finally {
        connections.remove(target);
      }
    } catch (IOException e) {
      // Nobody listens in the container: the client sees its connection end, as with Docker.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(client);
    }
  }

  private void passOn(SocketChannel client, SocketChannel target)
      throws IOException, InterruptedException {
    if (!server.isOpen()) {
      return;
    }
    target.connect(container);
    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    target.setOption(StandardSocketOptions.TCP_NODELAY, true);
    Thread back = Thread.ofVirtual().name("tcp-back").start(() -> copy(target, client));
    copy(client, target);
    back.join();
  }

  /** How many sockets are held. */
  int open() {
    return connections.size();
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One side is gone: the other direction has no reader or no writer left either.
      close(from);
      close(to);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // close(2) has freed the descriptor whatever it says.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // As above.
    }
    connections.forEach(TcpListener::close);
  }
}
