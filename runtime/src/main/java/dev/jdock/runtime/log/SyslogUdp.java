package dev.jdock.runtime.log;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

/** A syslog that takes UDP: RFC 5426. */
final class SyslogUdp implements SyslogConnection {
  private final DatagramSocket socket;

  private SyslogUdp(DatagramSocket socket) {
    this.socket = socket;
  }

  static SyslogUdp open(String host, int port) throws IOException {
    InetSocketAddress address = SyslogStream.resolve("udp", host, port);
    DatagramSocket socket = new DatagramSocket();
    try {
      socket.connect(address);
      return new SyslogUdp(socket);
    } catch (IOException e) {
      socket.close();
      throw new IOException("dial udp " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void write(byte[] message) throws IOException {
    socket.send(new DatagramPacket(message, message.length));
  }

  @Override
  public void interrupt() {
    socket.close();
  }

  @Override
  public void close() {
    socket.close();
  }
}
