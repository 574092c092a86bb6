package dev.jdock.runtime.network.forward;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.socket.InetSocket;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Accepts the connections of a TCP port. All is done with the loop's lock held. */
final class TcpListener implements PortListener {
  /** The kernel limits it to net.core.somaxconn. */
  private static final int BACKLOG = 4096;

  private static final int ACCEPTS_PER_TURN = 64;

  private final ForwardLoop loop;
  private final InetSocket server;
  private final InetSocketAddress container;
  private final Set<TcpConnection> connections = new HashSet<>();
  private final Runnable accepting = this::accept;
  private final long key;
  private boolean closed;

  private TcpListener(ForwardLoop loop, InetSocket server, InetSocketAddress container) {
    this.loop = loop;
    this.server = server;
    this.container = container;
    this.key = loop.watch(server.fd(), events -> accept());
  }

  static TcpListener open(ForwardLoop loop, InetSocketAddress host, InetSocketAddress container) {
    InetSocket server = InetSocket.listen(host, BACKLOG);
    try {
      synchronized (loop) {
        return new TcpListener(loop, server, container);
      }
    } catch (SyscallException e) {
      server.close();
      throw e;
    }
  }

  private void accept() {
    for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
      if (!loop.hasRoom()) {
        loop.postpone(accepting);
        return;
      }
      InetSocket client;
      try {
        client = server.accept();
      } catch (SyscallException e) {
        // Out of descriptors or memory: those who wait are served when there is some again.
        loop.postpone(accepting);
        return;
      }
      if (client == null) {
        return;
      }
      serve(client);
    }
    loop.goOnLater(accepting);
  }

  private void serve(InetSocket client) {
    try {
      connections.add(TcpConnection.begin(loop, client, container, connections::remove));
    } catch (SyscallException e) {
      // As where nobody listens in the container: the client sees its connection end.
      return;
    }
  }

  /** How many connections there are. */
  int open() {
    synchronized (loop) {
      return connections.size();
    }
  }

  @Override
  public void close() {
    synchronized (loop) {
      if (!closed) {
        closed = true;
        loop.drop(accepting);
        loop.forget(key);
        server.close();
        List.copyOf(connections).forEach(TcpConnection::close);
      }
    }
  }
}
