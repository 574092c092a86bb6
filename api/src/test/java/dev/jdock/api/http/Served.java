package dev.jdock.api.http;

import dev.jdock.api.socket.UnixSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server with a few handlers, on a unix domain socket in a folder of its own. */
final class Served implements AutoCloseable {
  /** Short, so that a test of a slow client is not slow itself. */
  private static final Patience PATIENCE =
      new Patience(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300));

  private final Path folder;
  private final HttpServer server;
  private final List<String> log = new CopyOnWriteArrayList<>();

  private Served(Router router, int mostConnections, Patience patience) throws IOException {
    this.folder = Files.createTempDirectory("served");
    this.server =
        new HttpServer(
            router,
            new HttpServer.Settings(Map.of("Server", "test"), mostConnections, log::add, patience));
    server.serve(UnixSocket.open(socket()));
  }

  static Served by(Router router) throws IOException {
    return new Served(router, 2000, Patience.USUAL);
  }

  static Served impatiently(Router router) throws IOException {
    return new Served(router, 2000, PATIENCE);
  }

  static Served toFew(Router router, int mostConnections) throws IOException {
    return new Served(router, mostConnections, Patience.USUAL);
  }

  private Path socket() {
    return folder.resolve("s");
  }

  Client connect() throws IOException {
    return Client.connect(socket());
  }

  HttpServer server() {
    return server;
  }

  List<String> log() {
    return log;
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket());
    Files.delete(folder);
  }
}
