package dev.jdock.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A web proxy that knows its users, and to which all hosts are this machine. What it was asked for
 * is written down.
 */
final class ProxyServer implements AutoCloseable {

  static final String USER = "ann";
  static final String PASSWORD = "p@ss:word";

  private final ServerSocket server;
  private final Map<String, Integer> ports;
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

  private ProxyServer(ServerSocket server, Map<String, Integer> ports) {
    this.server = server;
    this.ports = ports;
  }

  /**
   * @param ports which of this machine's stands for {@code host:port}; the same without an entry
   */
  static ProxyServer start(Map<String, Integer> ports) {
    try {
      ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      ProxyServer proxy = new ProxyServer(server, Map.copyOf(ports));
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What HTTP_PROXY is set to, with user and password. */
  String address() {
    return "http://" + USER + ":p%40ss%3Aword@127.0.0.1:" + server.getLocalPort();
  }

  String addressOfNobody() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Method and target of each request that came with the right password. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    while (true) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      List<String> head = head(client.getInputStream());
      if (head.isEmpty()) {
        return;
      }
      String expected =
          "proxy-authorization: basic "
              + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(UTF_8));
      if (head.stream().noneMatch(expected::equalsIgnoreCase)) {
        say(
            client,
            "HTTP/1.1 407 Proxy Authentication Required",
            "Proxy-Authenticate: Basic realm=\"jdock tests\"",
            "Content-Length: 0",
            "Connection: close");
        return;
      }
      String[] request = head.getFirst().split(" ", 3);
      asked.add(request[0] + " " + request[1]);
      if (request[0].equals("CONNECT")) {
        try (Socket target = target(request[1])) {
          say(client, "HTTP/1.1 200 Connection established");
          pipe(client, target);
        }
      } else {
        URI uri = URI.create(request[1]);
        try (Socket target =
            target(uri.getHost() + ":" + (uri.getPort() < 0 ? 80 : uri.getPort()))) {
          say(target, forwarded(request, uri, head));
          pipe(client, target);
        }
      }
    } catch (IOException brokenOff) {
      // By either side, which is theirs to tell of.
    }
  }

  /** One request a connection. */
  private static String[] forwarded(String[] request, URI uri, List<String> head) {
    List<String> lines = new ArrayList<>();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    lines.add(request[0] + " " + uri.getRawPath() + query + " " + request[2]);
    for (String line : head.subList(1, head.size())) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (!lower.startsWith("proxy-") && !lower.startsWith("connection:")) {
        lines.add(line);
      }
    }
    lines.add("Connection: close");
    return lines.toArray(String[]::new);
  }

  private Socket target(String address) throws IOException {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    return new Socket(InetAddress.getLoopbackAddress(), ports.getOrDefault(address, port));
  }

  private static List<String> head(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return List.of();
      }
      bytes.write(next);
    }
    return bytes.toString(ISO_8859_1).strip().lines().toList();
  }

  private static void say(Socket socket, String... lines) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  private static void pipe(Socket one, Socket other) throws IOException {
    Thread.ofVirtual()
        .start(() -> {
          try {
            one.getInputStream().transferTo(other.getOutputStream());
            other.shutdownOutput();
          } catch (IOException brokenOff) {
            // The other direction finds out.
          }
        });
    other.getInputStream().transferTo(one.getOutputStream());
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
