package dev.jdock.image.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A server on the loopback that answers as a test says, and a client of little patience for it. */
final class FakeServer implements AutoCloseable {
  // The JDK's server says nothing to a TLS greeting, with which each test on the loopback begins.
  static final Limits IMPATIENT =
      new Limits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofMillis(400),
          3,
          Duration.ofMillis(1),
          Duration.ofSeconds(2));

  /** {@code GET /v2/ Authorization} of each request. */
  final List<String> log = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();
  private final String scheme;

  private FakeServer(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    on("/v2/", exchange -> answer(exchange, 200, "{}"));
    server.start();
  }

  static FakeServer plain() throws IOException {
    return new FakeServer(HttpServer.create(address(), 0), "http");
  }

  static FakeServer tls(SSLContext context, boolean askClient) throws IOException {
    HttpsServer server = HttpsServer.create(address(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = context.getDefaultSSLParameters();
            wanted.setNeedClientAuth(askClient);
            parameters.setSSLParameters(wanted);
          }
        });
    return new FakeServer(server, "https");
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    @Nullable String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    log.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + (authorization == null ? "" : " " + authorization));
    HttpHandler handler = handlers.get(exchange.getRequestURI().getPath());
    try (exchange) {
      if (handler == null) {
        answer(exchange, 404, "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"detail\":{}}]}");
      } else {
        handler.handle(exchange);
      }
    }
  }

  /** What a path is answered with from now on. */
  FakeServer on(String path, HttpHandler handler) {
    handlers.put(path, handler);
    return this;
  }

  static void answer(HttpExchange exchange, int status, String body) throws IOException {
    answer(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String url() {
    return scheme + "://" + host();
  }

  /** Requests whose line begins so. */
  List<String> requests(String prefix) {
    return log.stream().filter(line -> line.startsWith(prefix)).toList();
  }

  RemoteRepository repository(Registries registries, Credentials credentials) {
    return registries.open(Reference.parse(host() + "/a/b"), credentials, Map.of());
  }

  static Registries registries(Path etc) {
    return new Registries(etc, IMPATIENT);
  }

  static Descriptor descriptor(byte[] content) {
    return new Descriptor("application/octet-stream", Digest.of(content), content.length, null);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
