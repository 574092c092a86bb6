package dev.jdock.runtime.network.dns;

import dev.jdock.linux.namespace.NetworkNamespace;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name server that questions are passed on to.
 *
 * @param netns where it is asked from; null for the engine's own
 */
record Upstream(InetSocketAddress address, @Nullable NetworkNamespace netns) {
  static final int PORT = 53;

  /** As long as Docker waits. */
  private static final int PATIENCE_MILLIS = 4000;

  private static final int LARGEST_DATAGRAM = 65_535;

  static Upstream of(String address, @Nullable NetworkNamespace netns) {
    return new Upstream(new InetSocketAddress(InetAddress.ofLiteral(address), PORT), netns);
  }

  /**
   * The answer to a question over UDP, which is passed on as it is.
   *
   * @throws IOException when there is none in time
   */
  byte[] askByDatagram(byte[] question) throws IOException {
    try (DatagramChannel channel = inPlace(DatagramChannel::open)) {
      channel.connect(address);
      channel.socket().send(new DatagramPacket(question, question.length));
      channel.socket().setSoTimeout(PATIENCE_MILLIS);
      byte[] bytes = new byte[LARGEST_DATAGRAM];
      DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
      while (true) {
        channel.socket().receive(packet);
        // An answer to an earlier question on the same port is nobody's any more.
        if (packet.getLength() >= 2 && bytes[0] == question[0] && bytes[1] == question[1]) {
          return Arrays.copyOf(bytes, packet.getLength());
        }
        packet.setLength(bytes.length);
      }
    }
  }

  /**
   * The answer over TCP.
   *
   * @throws IOException when there is none in time
   */
  byte[] askByStream(byte[] question) throws IOException {
    try (SocketChannel channel = inPlace(SocketChannel::open)) {
      Socket socket = channel.socket();
      socket.connect(address, PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      byte[] framed = new byte[question.length + 2];
      framed[0] = (byte) (question.length >> 8);
      framed[1] = (byte) question.length;
      System.arraycopy(question, 0, framed, 2, question.length);
      socket.getOutputStream().write(framed);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] answer = new byte[in.readUnsignedShort()];
      in.readFully(answer);
      return answer;
    }
  }

  @FunctionalInterface
  private interface Opening<T> {
    T open() throws IOException;
  }

  /** A socket stays in the namespace in which it was opened. */
  private <T> T inPlace(Opening<T> opening) throws IOException {
    NetworkNamespace there = netns;
    if (there == null) {
      return opening.open();
    }
    try {
      return there.call(opening::open);
    } catch (UncheckedIOException e) {
      throw Optional.ofNullable(e.getCause()).orElseGet(() -> new SocketException(e.getMessage()));
    }
  }
}
