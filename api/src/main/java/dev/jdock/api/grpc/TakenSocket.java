package dev.jdock.api.grpc;

import dev.jdock.api.http.Takeover;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CountDownLatch;

/** A connection that was taken over, as the socket that gRPC's transport wants. */
final class TakenSocket extends Socket {
  private static final InetSocketAddress NOWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  /** Who has connected, in the place of an address. */
  static final class Peer extends SocketAddress {
    private static final long serialVersionUID = 1L;

    private final String name;

    Peer(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final Takeover connection;
  private final CountDownLatch closed = new CountDownLatch(1);

  TakenSocket(Takeover connection) {
    this.connection = connection;
  }

  /** Blocks until one of both sides has closed it. */
  void awaitClose() throws InterruptedException {
    closed.await();
  }

  @Override
  public InputStream getInputStream() {
    return connection.in();
  }

  @Override
  public OutputStream getOutputStream() {
    return connection.out();
  }

  @Override
  public void close() throws IOException {
    if (closed.getCount() > 0) {
      closed.countDown();
      try {
        connection.in().close();
      } catch (ClosedChannelException e) {
        // The other side was quicker.
        return;
      }
    }
  }

  @Override
  public boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public void shutdownInput() throws IOException {
    connection.in().close();
  }

  @Override
  public void shutdownOutput() throws IOException {
    connection.endOutput();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return new Peer(connection.peer());
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return NOWHERE;
  }

  @Override
  public InetAddress getInetAddress() {
    return NOWHERE.getAddress();
  }

  /** Nagle's algorithm is TCP's. */
  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void setSoTimeout(int timeout) {}

  @Override
  public int getSoTimeout() {
    return 0;
  }
}
