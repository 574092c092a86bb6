package dev.jdock.runtime.network.dns;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** The two sockets of one container, and what answers on them: virtual threads. */
final class ContainerDns implements AutoCloseable {
  /** Questions that are passed on at a time; further ones are lost, as by a slow server. */
  private static final int MOST_PASSED_ON = 128;

  private static final int MOST_CONNECTIONS = 32;
  private static final int LARGEST_QUESTION = 4096;
  private static final int IDLE_MILLIS = 10_000;

  /** So many questions of one container in one period: nobody else waits for its flood. */
  private static final int MOST_IN_PERIOD = 200;

  private static final long PERIOD_NANOS = 10_000_000;

  static {
    // With its first channel the JDK opens a pair of sockets for good: in a container's namespace
    // they would keep that, and its links, after the container's end.
    try (DatagramChannel _ = DatagramChannel.open()) {
      // Here they are of this process's own namespace.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final DatagramChannel datagrams;
  private final ServerSocketChannel streams;
  private final NetworkNamespace netns;
  private final Answers answers;
  private final Passing passing;
  private final Semaphore passedOn = new Semaphore(MOST_PASSED_ON);
  private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

  private ContainerDns(
      DatagramChannel datagrams,
      ServerSocketChannel streams,
      NetworkNamespace netns,
      Answers answers,
      Passing passing) {
    this.datagrams = datagrams;
    this.streams = streams;
    this.netns = netns;
    this.answers = answers;
    this.passing = passing;
  }

  /** The servers that are asked about what is not known here, in turn. */
  @FunctionalInterface
  interface Passing {
    List<Upstream> servers(NetworkNamespace netns);
  }

  /**
   * Opens the sockets in the container's namespace and serves them.
   *
   * @param netns owned by what is returned
   * @throws RuntimeException when they cannot be opened
   */
  static ContainerDns open(NetworkNamespace netns, Answers answers, Passing passing) {
    ContainerDns dns = netns.call(() -> inside(netns, answers, passing));
    Thread.ofVirtual().name("dns-datagrams").start(dns::serveDatagrams);
    Thread.ofVirtual().name("dns-streams").start(dns::serveStreams);
    return dns;
  }

  /** On random ports; where the kernel does not translate, on port 53 itself. */
  private static ContainerDns inside(NetworkNamespace netns, Answers answers, Passing passing)
      throws IOException {
    ContainerDns dns = at(0, netns, answers, passing);
    try {
      DnsRules.make(
          ((InetSocketAddress) dns.datagrams.getLocalAddress()).getPort(),
          ((InetSocketAddress) dns.streams.getLocalAddress()).getPort());
      return dns;
    } catch (SyscallException e) {
      dns.closeSockets();
      return at(Upstream.PORT, netns, answers, passing);
    }
  }

  private static ContainerDns at(int port, NetworkNamespace netns, Answers answers, Passing passing)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(DnsRules.ADDRESS, port);
    DatagramChannel datagrams = DatagramChannel.open(StandardProtocolFamily.INET);
    try {
      ServerSocketChannel streams = ServerSocketChannel.open(StandardProtocolFamily.INET);
      try {
        DatagramChannel _ = datagrams.bind(address);
        ServerSocketChannel _ = streams.bind(address);
        return new ContainerDns(datagrams, streams, netns, answers, passing);
      } catch (IOException | RuntimeException e) {
        streams.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      datagrams.close();
      throw e;
    }
  }

  private void serveDatagrams() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_QUESTION);
    Pace pace = new Pace();
    while (datagrams.isOpen()) {
      try {
        buffer.clear();
        SocketAddress asker = datagrams.receive(buffer);
        if (asker != null) {
          byte[] question = new byte[buffer.flip().remaining()];
          buffer.get(question);
          answerDatagram(question, asker);
        }
        pace.keep();
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException e) {
        // The asker has gone, or the kernel has no memory: others still ask.
        LockSupport.parkNanos(PERIOD_NANOS);
      }
    }
  }

  private void answerDatagram(byte[] question, SocketAddress asker) throws IOException {
    Answers.Reply reply = answers.to(question);
    if (reply.ignored()) {
      return;
    }
    if (reply.answer() != null) {
      int _ = datagrams.send(ByteBuffer.wrap(reply.wire(true)), asker);
    } else if (passedOn.tryAcquire()) {
      Thread.ofVirtual().name("dns-passing-on").start(() -> passOnDatagram(reply, question, asker));
    }
  }

  private void passOnDatagram(Answers.Reply reply, byte[] question, SocketAddress asker) {
    try {
      byte[] answer = reply.answered(ask(reply.passedOn(question), Upstream::askByDatagram), true);
      int _ = datagrams.send(ByteBuffer.wrap(answer), asker);
    } catch (IOException e) {
      // The container has ended.
      return;
    } finally {
      passedOn.release();
    }
  }

  @FunctionalInterface
  private interface Asking {
    byte[] ask(Upstream server, byte[] question) throws IOException;
  }

  /** The first answer of a server that has one; else the last, or that there is none. */
  private byte[] ask(byte[] question, Asking asking) {
    byte[] last = null;
    for (Upstream server : passing.servers(netns)) {
      try {
        byte[] answer = asking.ask(server, question);
        if (!isRefusal(answer)) {
          return answer;
        }
        last = answer;
      } catch (IOException | SyscallException e) {
        // The next one may be there.
      }
    }
    return last == null ? Answers.failure(question) : last;
  }

  /** SERVFAIL and REFUSED, which another server need not say. */
  private static boolean isRefusal(byte[] answer) {
    int code = answer.length < 4 ? 2 : answer[3] & 15;
    return code == 2 || code == 5;
  }

  private void serveStreams() {
    while (streams.isOpen()) {
      try {
        SocketChannel client = streams.accept();
        if (!room.tryAcquire()) {
          client.close();
          continue;
        }
        connections.add(client);
        Thread.ofVirtual().name("dns-stream").start(() -> serve(client));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // Out of descriptors.
        LockSupport.parkNanos(PERIOD_NANOS);
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      Socket socket = client.socket();
      socket.setSoTimeout(IDLE_MILLIS);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      Pace pace = new Pace();
      while (streams.isOpen()) {
        byte[] question = new byte[in.readUnsignedShort()];
        in.readFully(question);
        Answers.Reply reply = answers.to(question);
        if (reply.ignored()) {
          return;
        }
        byte[] answer =
            reply.answer() == null
                ? reply.answered(ask(reply.passedOn(question), Upstream::askByStream), false)
                : reply.wire(false);
        ByteBuffer framed = ByteBuffer.allocate(answer.length + 2);
        framed.putShort((short) answer.length).put(answer);
        socket.getOutputStream().write(framed.array());
        pace.keep();
      }
    } catch (IOException | RuntimeException e) {
      // It has asked all it wanted, or nothing for a while.
      return;
    } finally {
      connections.remove(client);
      room.release();
    }
  }

  /** Keeps a flood of questions from taking a processor for itself. */
  private static final class Pace {
    private long began = System.nanoTime();
    private int count;

    void keep() {
      long passed = System.nanoTime() - began;
      if (passed >= PERIOD_NANOS) {
        began += passed;
        count = 0;
      } else if (++count >= MOST_IN_PERIOD) {
        LockSupport.parkNanos(PERIOD_NANOS - passed);
      }
    }
  }

  private void closeSockets() throws IOException {
    try (datagrams;
        streams) {
      for (SocketChannel connection : connections) {
        connection.close();
      }
    }
  }

  @Override
  public void close() {
    try (netns) {
      closeSockets();
    } catch (IOException e) {
      // close(2) has freed the descriptor whatever it says.
      return;
    }
  }
}
