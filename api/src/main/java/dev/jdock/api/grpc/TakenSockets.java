package dev.jdock.api.grpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ServerSocketFactory;

/** Hands connections that were taken over to a gRPC server, which thinks that it accepts them. */
final class TakenSockets extends ServerSocket {
  private final BlockingQueue<Optional<Socket>> waiting = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  TakenSockets() throws IOException {}

  void add(TakenSocket socket) {
    waiting.add(Optional.of(socket));
  }

  @Override
  public void bind(SocketAddress address) {}

  @Override
  public void bind(SocketAddress address, int backlog) {}

  @Override
  public SocketAddress getLocalSocketAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  }

  @Override
  public Socket accept() throws IOException {
    try {
      return waiting.take().orElseThrow(() -> new SocketException("closed"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SocketException("interrupted");
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    waiting.add(Optional.empty());
    super.close();
  }

  /** Gives this one, whatever is asked for. */
  ServerSocketFactory factory() {
    return new ServerSocketFactory() {
      @Override
      public ServerSocket createServerSocket() {
        return TakenSockets.this;
      }

      @Override
      public ServerSocket createServerSocket(int port) {
        return TakenSockets.this;
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog) {
        return TakenSockets.this;
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
        return TakenSockets.this;
      }
    };
  }
}
