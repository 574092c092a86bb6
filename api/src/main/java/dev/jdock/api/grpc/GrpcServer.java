package dev.jdock.api.grpc;

import dev.jdock.api.http.Takeover;
import io.grpc.HandlerRegistry;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.okhttp.OkHttpServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Serves gRPC on connections that are handed to it. */
public final class GrpcServer implements AutoCloseable {
  private static final int LARGEST_MESSAGE = 16 << 20;
  private static final int LARGEST_METADATA = 64 << 10;
  private static final int MOST_CALLS = 100;

  /** A client that leaves is news to it. Held here: loggers that nobody holds are forgotten. */
  private static final Logger NOISE = Logger.getLogger("io.grpc");

  static {
    NOISE.setLevel(Level.OFF);
  }

  private final TakenSockets sockets;
  private final Server server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("grpc ", 1).factory());

  /**
   * @param methods by their full names, {@code package.Service/Method}; all others are
   *     UNIMPLEMENTED
   */
  public GrpcServer(Map<String, GrpcMethod> methods) {
    try {
      sockets = new TakenSockets();
      server =
          OkHttpServerBuilder.forPort(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                  InsecureServerCredentials.create())
              .socketFactory(sockets.factory())
              .transportExecutor(threads)
              .executor(threads)
              .maxInboundMessageSize(LARGEST_MESSAGE)
              .maxInboundMetadataSize(LARGEST_METADATA)
              .maxConcurrentCallsPerConnection(MOST_CALLS)
              .fallbackHandlerRegistry(new Registry(methods))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Serves a connection until one of both sides ends it. */
  public void serve(Takeover connection) throws InterruptedException {
    TakenSocket socket = new TakenSocket(connection);
    sockets.add(socket);
    socket.awaitClose();
  }

  @Override
  public void close() {
    server.shutdownNow();
    threads.shutdownNow();
  }

  private final class Registry extends HandlerRegistry {
    private final Map<String, GrpcMethod> methods;

    Registry(Map<String, GrpcMethod> methods) {
      this.methods = Map.copyOf(methods);
    }

    @Override
    public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
        String name, @Nullable String authority) {
      GrpcMethod method = methods.get(name);
      return method == null
          ? null
          : ServerMethodDefinition.create(
              BytesMarshaller.method(MethodType.SERVER_STREAMING, name),
              new CallHandler(method, threads));
    }
  }
}
