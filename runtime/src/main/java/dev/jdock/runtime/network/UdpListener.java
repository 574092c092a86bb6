package dev.jdock.runtime.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Forwards datagrams; each client has a socket of its own towards the container. */
final class UdpListener implements PortListener {
  /** After so long without a datagram in either direction a client is forgotten, as by Docker. */
  private static final long IDLE_NANOS = 90_000_000_000L;

  private static final int LARGEST_DATAGRAM = 65_535;
  private static final int MOST_CLIENTS = 4096;

  /** A client and its socket towards the container. */
  private static final class Association {
    private final SocketAddress client;
    private final DatagramChannel channel;
    private volatile long lastUse = System.nanoTime();

    private Association(SocketAddress client, DatagramChannel channel) {
      this.client = client;
      this.channel = channel;
    }
  }

  private final DatagramChannel server;
  private final InetSocketAddress container;
  private final Map<SocketAddress, Association> associations = new ConcurrentHashMap<>();

  private UdpListener(DatagramChannel server, InetSocketAddress container) {
    this.server = server;
    this.container = container;
  }

  static UdpListener open(InetSocketAddress host, InetSocketAddress container) throws IOException {
    DatagramChannel server = DatagramChannel.open();
    try {
      server.bind(host);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    UdpListener listener = new UdpListener(server, container);
    Thread.ofVirtual().name("udp-listener-" + host.getPort()).start(listener::receiveAll);
    return listener;
  }

  private void receiveAll() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    while (server.isOpen()) {
      try {
        buffer.clear();
        SocketAddress client = server.receive(buffer);
        if (client == null) {
          continue;
        }
        Association association = associations.get(client);
        if (association == null) {
          if (associations.size() >= MOST_CLIENTS) {
            continue;
          }
          association = associate(client);
        }
        association.lastUse = System.nanoTime();
        association.channel.write(buffer.flip());
      } catch (ClosedChannelException e) {
        // Either this listener is closed, or the association has just expired: a datagram is lost.
      } catch (IOException e) {
        // ECONNREFUSED: nobody listens in the container. Datagrams may get lost.
      }
    }
  }

  private Association associate(SocketAddress client) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.connect(container);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    Association association = new Association(client, channel);
    associations.put(client, association);
    Thread.ofVirtual().name("udp-back").start(() -> answer(association));
    return association;
  }

  private void answer(Association association) {
    byte[] bytes = new byte[LARGEST_DATAGRAM];
    java.net.DatagramPacket packet = new java.net.DatagramPacket(bytes, bytes.length);
    try (DatagramChannel channel = association.channel) {
      while (server.isOpen()) {
        long idle = System.nanoTime() - association.lastUse;
        if (idle >= IDLE_NANOS) {
          return;
        }
        try {
          // The socket view of the channel is the one whose reading can time out.
          channel.socket().setSoTimeout((int) ((IDLE_NANOS - idle) / 1_000_000) + 1);
          packet.setLength(bytes.length);
          channel.socket().receive(packet);
          association.lastUse = System.nanoTime();
          server.send(ByteBuffer.wrap(bytes, 0, packet.getLength()), association.client);
        } catch (SocketTimeoutException | java.net.PortUnreachableException e) {
          // The idle time is looked at again; or the container's server is not there yet.
        }
      }
    } catch (IOException e) {
      // Closed, or the client cannot be reached any more.
    } finally {
      associations.remove(association.client, association);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Association association : associations.values()) {
        association.channel.close();
      }
    } catch (IOException e) {
      // close(2) has freed the descriptor whatever it says.
    }
  }
}
