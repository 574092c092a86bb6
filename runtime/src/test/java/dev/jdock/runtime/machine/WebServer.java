package dev.jdock.runtime.machine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A web server of a test's own, which answers 404 {@code nobody knows} to all it has not. */
final class WebServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, byte[]> files;

  private WebServer(HttpServer server, Map<String, byte[]> files) {
    this.server = server;
    this.files = files;
  }

  /**
   * @param files by path, {@code /a.tar}
   */
  static WebServer open(Map<String, byte[]> files) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    WebServer web = new WebServer(server, files);
    server.createContext("/", web::answer);
    server.start();
    return web;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] file = files.get(exchange.getRequestURI().getPath());
      byte[] body = file == null ? "nobody knows".getBytes(StandardCharsets.UTF_8) : file;
      exchange.sendResponseHeaders(file == null ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** {@code http://127.0.0.1:12345}. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
