package dev.jdock.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/** Debian's mirror as seen through somebody who changes what it says. */
final class LyingMirror implements AutoCloseable {
  private static final String TRUTH = "http://deb.debian.org";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private LyingMirror(HttpServer server) {
    this.server = server;
  }

  /**
   * @param lie what becomes of a file, given its path and content
   */
  static LyingMirror start(BiFunction<String, byte[], byte[]> lie) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var mirror = new LyingMirror(HttpServer.create(address, 0));
      mirror.server.setExecutor(mirror.threads);
      mirror.server.createContext(
          "/",
          exchange -> {
            String path = exchange.getRequestURI().getPath();
            try (InputStream truth = URI.create(TRUTH + path).toURL().openStream()) {
              byte[] told = lie.apply(path, truth.readAllBytes());
              exchange.sendResponseHeaders(200, told.length);
              exchange.getResponseBody().write(told);
            } catch (IOException e) {
              exchange.sendResponseHeaders(404, -1);
            } finally {
              exchange.close();
            }
          });
      mirror.server.start();
      return mirror;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/debian";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
