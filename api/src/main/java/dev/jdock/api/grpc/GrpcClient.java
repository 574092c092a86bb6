package dev.jdock.api.grpc;

import dev.jdock.api.http.Takeover;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.net.SocketFactory;

/** Calls the methods of somebody who has connected to be called. */
public final class GrpcClient implements AutoCloseable {
  private static final int LARGEST_MESSAGE = 16 << 20;

  /** Of all clients; one of them that closes has tasks left. */
  private static final Executor THREADS =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc client ", 1).factory());

  private final TakenSocket socket;
  private final ManagedChannel channel;

  public GrpcClient(Takeover connection) {
    this.socket = new TakenSocket(connection);
    this.channel =
        OkHttpChannelBuilder.forAddress("127.0.0.1", 1)
            .usePlaintext()
            .socketFactory(new Once(socket))
            .transportExecutor(THREADS)
            .executor(THREADS)
            .proxyDetector(_ -> null)
            .disableRetry()
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .build();
    // A client whose server goes away without a word would wait for the next call.
    channel.getState(true);
  }

  /**
   * Begins a call.
   *
   * @param method {@code package.Service/Method}
   * @param metadata several values of one name are sent one by one
   */
  public GrpcCall call(String method, Map<String, List<String>> metadata) {
    Metadata headers = new Metadata();
    metadata.forEach((name, values) ->
        values.forEach(
            value -> headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value)));
    return new GrpcCall(
        channel.newCall(
            BytesMarshaller.method(MethodType.BIDI_STREAMING, method), CallOptions.DEFAULT),
        headers);
  }

  /** Blocks until the other side has gone, or this was closed. */
  public void awaitEnd() throws InterruptedException {
    socket.awaitClose();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** Gives the connection that there is; there is no other. */
  private static final class Once extends SocketFactory {
    private final Socket only;
    private boolean given;

    Once(Socket only) {
      this.only = only;
    }

    @Override
    public synchronized Socket createSocket() throws IOException {
      if (given) {
        throw new SocketException("the session is over");
      }
      given = true;
      return only;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return createSocket();
    }
  }
}
