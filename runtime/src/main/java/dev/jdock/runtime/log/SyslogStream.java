package dev.jdock.runtime.log;

import dev.jdock.runtime.log.SyslogOptions.Address;
import dev.jdock.runtime.log.SyslogOptions.Certificates;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Locale;
import javax.net.ssl.SSLSocket;

/** A syslog that takes a stream: TCP (RFC 6587), TLS (RFC 5425), or a socket in a folder. */
final class SyslogStream implements SyslogConnection {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Closeable socket;
  private final OutputStream out;

  private SyslogStream(Closeable socket, OutputStream out) {
    this.socket = socket;
    this.out = out;
  }

  static SyslogStream open(Path path) throws IOException {
    try {
      SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
      return new SyslogStream(channel, Channels.newOutputStream(channel));
    } catch (IOException | RuntimeException e) {
      throw new IOException("dial unix " + path + ": connect: " + reason(e), e);
    }
  }

  static SyslogStream open(Address.Tcp address, Certificates certificates) throws IOException {
    InetSocketAddress resolved = resolve("tcp", address.host(), address.port());
    Socket socket = new Socket();
    try {
      connect(socket, resolved);
      Socket secured = socket;
      if (address.tls()) {
        secured = SyslogTls.over(socket, address, certificates);
      }
      return new SyslogStream(secured, secured.getOutputStream());
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static void connect(Socket socket, InetSocketAddress address) throws IOException {
    String where = address.getAddress().getHostAddress() + ":" + address.getPort();
    try {
      socket.connect(address, TIMEOUT_MILLIS);
    } catch (SocketTimeoutException e) {
      throw new IOException("dial tcp " + where + ": i/o timeout", e);
    } catch (IOException e) {
      throw new IOException("dial tcp " + where + ": connect: " + reason(e), e);
    }
  }

  static InetSocketAddress resolve(String network, String host, int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host.isEmpty() ? "localhost" : host, port);
    if (address.isUnresolved()) {
      throw new IOException("dial " + network + ": lookup " + host + ": no such host");
    }
    return address;
  }

  private static String reason(Exception failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return failure instanceof ConnectException && message.contains("refused")
        ? "connection refused"
        : message.replaceFirst("^.*\\((.*)\\).*$", "$1");
  }

  @Override
  public void write(byte[] message) throws IOException {
    out.write(message);
    out.flush();
  }

  @Override
  public void interrupt() {
    close();
  }

  @Override
  public void close() {
    try {
      if (socket instanceof SSLSocket tls) {
        // A farewell could wait for a peer that reads no more.
        tls.setSoLinger(true, 0);
      }
      socket.close();
    } catch (IOException e) {
      // It is given up anyway.
      return;
    }
  }
}
