package dev.jdock.runtime.network.forward;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.socket.InetSocket;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Passes on the datagrams of a UDP port; each client has a socket of its own towards the container.
 * All is done with the loop's lock held.
 */
final class UdpListener implements PortListener {
  /** After so long without a datagram in either direction a client is forgotten, as by Docker. */
  private static final long IDLE_NANOS = 90_000_000_000L;

  private static final int MOST_CLIENTS = 4096;
  private static final int DATAGRAMS_PER_TURN = 64;

  private final ForwardLoop loop;
  private final InetSocket server;
  private final InetSocketAddress container;
  private final Map<InetSocketAddress, Association> associations = new HashMap<>();
  private final Runnable receiving = this::receive;
  private final Runnable expiring = this::expire;
  private final long key;
  private boolean closed;

  private UdpListener(ForwardLoop loop, InetSocket server, InetSocketAddress container) {
    this.loop = loop;
    this.server = server;
    this.container = container;
    this.key = loop.watch(server.fd(), events -> receive());
  }

  static UdpListener open(ForwardLoop loop, InetSocketAddress host, InetSocketAddress container) {
    InetSocket server = InetSocket.datagrams(host);
    try {
      synchronized (loop) {
        return new UdpListener(loop, server, container);
      }
    } catch (SyscallException e) {
      server.close();
      throw e;
    }
  }

  /** A client and its socket towards the container. */
  private final class Association {
    private final InetSocketAddress client;
    private final InetSocket socket;
    private final Runnable answering = this::answer;
    private final long key;
    private long lastUse = System.nanoTime();

    private Association(InetSocketAddress client, InetSocket socket) {
      this.client = client;
      this.socket = socket;
      this.key = loop.watch(socket.fd(), events -> answer());
    }

    private void answer() {
      turn(
          socket,
          answering,
          () -> {
            lastUse = System.nanoTime();
            loop.datagram().send(server, client);
          });
    }

    private void end() {
      loop.drop(answering);
      loop.forget(key);
      socket.close();
    }
  }

  private void receive() {
    turn(
        server,
        receiving,
        () -> {
          InetSocketAddress client = loop.datagram().sender();
          Association association = associations.get(client);
          if (association == null) {
            if (associations.size() >= MOST_CLIENTS || !loop.hasRoom()) {
              return;
            }
            association = associate(client);
          }
          association.lastUse = System.nanoTime();
          loop.datagram().send(association.socket, null);
        });
  }

  /** Hands on what a socket has received; goes on later where that is much. */
  private void turn(InetSocket from, Runnable again, Runnable pass) {
    for (int i = 0; i < DATAGRAMS_PER_TURN; i++) {
      try {
        if (!loop.datagram().receive(from)) {
          return;
        }
        pass.run();
      } catch (SyscallException e) {
        // ECONNREFUSED: nobody listens there. Datagrams may get lost.
      }
    }
    loop.goOnLater(again);
  }

  private Association associate(InetSocketAddress client) {
    InetSocket socket = InetSocket.datagramsTo(container);
    try {
      Association association = new Association(client, socket);
      if (associations.isEmpty()) {
        loop.sweep(expiring);
      }
      associations.put(client, association);
      return association;
    } catch (SyscallException e) {
      socket.close();
      throw e;
    }
  }

  private void expire() {
    long now = System.nanoTime();
    associations
        .values()
        .removeIf(association -> {
          boolean idle = now - association.lastUse >= IDLE_NANOS;
          if (idle) {
            association.end();
          }
          return idle;
        });
    if (associations.isEmpty()) {
      loop.drop(expiring);
    }
  }

  @Override
  public void close() {
    synchronized (loop) {
      if (!closed) {
        closed = true;
        loop.drop(receiving);
        loop.drop(expiring);
        loop.forget(key);
        server.close();
        List.copyOf(associations.values()).forEach(Association::end);
        associations.clear();
      }
    }
  }
}
