package dev.jdock.cli.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.RouteSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The registry of {@code train.sh}, which the engine that is trained pushes to and pulls from: as
 * much of the OCI distribution specification as that takes, in memory, on the loopback, open to
 * everybody and checking nothing. It is a process of its own, so that the cache gets none of it.
 */
final class TrainingRegistry implements AutoCloseable {
  private static final String LOOPBACK = "lo";
  private static final String BLOB = "application/octet-stream";

  private final HttpServer server;
  private final Map<String, Stored> stored = new ConcurrentHashMap<>();
  private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
  private final AtomicInteger upload = new AtomicInteger();

  private record Stored(String type, byte[] bytes) {}

  private TrainingRegistry(HttpServer server) {
    this.server = server;
  }

  /**
   * Serves by TLS until it is killed; prints its address when it can be asked.
   *
   * @param arguments a PKCS #12 file with the server's key, and its password
   */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    raiseLoopback();
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context(Path.of(arguments[0]), arguments[1].toCharArray())));
    System.out.println(start(server).address());
  }

  private static SSLContext context(Path keys, char[] password)
      throws IOException, GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(KeyStore.getInstance(keys.toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  /** Without TLS. */
  static TrainingRegistry start() throws IOException {
    return start(HttpServer.create(anyPort(), 0));
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static TrainingRegistry start(HttpServer server) {
    TrainingRegistry registry = new TrainingRegistry(server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v2/", registry::handle);
    server.start();
    return registry;
  }

  /** As references name it. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** In a network namespace that is new it is down. */
  private static void raiseLoopback() {
    try (RouteSocket route = RouteSocket.open()) {
      route.link(LOOPBACK).ifPresent(link -> route.setUp(link.index()));
    } catch (SyscallException e) {
      // Nobody's business in the machine's own namespace, where it is up.
      return;
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      switch (exchange.getRequestMethod()) {
        case "GET", "HEAD" -> send(exchange, path);
        case "POST" -> expect(exchange, path + upload.incrementAndGet());
        case "PATCH" -> append(exchange, path);
        case "PUT" -> put(exchange, path);
        default -> exchange.sendResponseHeaders(405, -1);
      }
    }
  }

  private void send(HttpExchange exchange, String path) throws IOException {
    Stored found = path.equals("/v2/") ? new Stored(BLOB, new byte[0]) : stored.get(path);
    if (found == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    byte[] bytes = found.bytes();
    exchange.getResponseHeaders().set("Content-Type", found.type());
    exchange.getResponseHeaders().set("Docker-Content-Digest", Digest.of(bytes).toString());
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private void expect(HttpExchange exchange, String place) throws IOException {
    uploads.put(place, new ByteArrayOutputStream());
    accept(exchange, 202, place);
  }

  private void append(HttpExchange exchange, String place) throws IOException {
    ByteArrayOutputStream begun = uploads.get(place);
    if (begun == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    exchange.getRequestBody().transferTo(begun);
    exchange.getResponseHeaders().set("Range", "0-" + Math.max(begun.size() - 1, 0));
    accept(exchange, 202, place);
  }

  /** The end of an upload, or a manifest. Either is known by its digest from then on. */
  private void put(HttpExchange exchange, String path) throws IOException {
    ByteArrayOutputStream bytes = uploads.remove(path);
    boolean blob = bytes != null;
    if (bytes == null) {
      bytes = new ByteArrayOutputStream();
    }
    exchange.getRequestBody().transferTo(bytes);
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    Stored whole = new Stored(blob || type == null ? BLOB : type, bytes.toByteArray());
    String folder = blob ? path.substring(0, path.lastIndexOf("/uploads/")) : parent(path);
    String place = folder + "/" + Digest.of(whole.bytes());
    stored.put(place, whole);
    if (!blob) {
      stored.put(path, whole);
    }
    accept(exchange, 201, place);
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static void accept(HttpExchange exchange, int status, String place) throws IOException {
    exchange.getResponseHeaders().set("Location", place);
    exchange.sendResponseHeaders(status, -1);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
