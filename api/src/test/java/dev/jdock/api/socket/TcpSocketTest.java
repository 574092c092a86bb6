package dev.jdock.api.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.api.http.HttpServer;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.api.http.Takeover;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TcpSocketTest {
  private static final String REQUEST = "GET /ok HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";

  private static final int MORE_THAN_SERVED_AT_ONCE = 12;

  @TempDir static Path pki;
  private static HttpServer server;
  private static int port;

  @BeforeAll
  static void serve() throws Exception {
    authority("ca");
    authority("other");
    certificate("server", "ca", "serverAuth", "DNS:known.test,DNS:*.wild.test", "2");
    certificate("client", "ca", "clientAuth", "DNS:client", "2");
    certificate("stranger", "other", "clientAuth", "DNS:client", "2");
    certificate("expired", "ca", "clientAuth", "DNS:client", "-1");
    certificate("no-client", "ca", "serverAuth", "DNS:client", "2");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server =
        new HttpServer(
            new Router()
                .add("GET", "/ok", Manner.BRIEF, (_, response) -> response.empty(204))
                .add("POST", "/count", Manner.TAKE_OVER, TcpSocketTest::count),
            new HttpServer.Settings(Map.of(), 10, _ -> {}));
    server.serve(TcpSocket.open(new ApiAddress.Tcp("127.0.0.1", port), files("server")));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  /** Answers when the client has ended what it sends. */
  private static void count(Request request, Response response) throws IOException {
    Takeover client = response.takeOver(request, "tcp", null);
    int length = client.in().readAllBytes().length;
    client.out().write(Integer.toString(length).getBytes(US_ASCII));
    client.endOutput();
  }

  private static void authority(String name) throws Exception {
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=" + name,
        "-keyout",
        name + ".key",
        "-out",
        name + ".crt");
  }

  private static void certificate(
      String name, String authority, String use, String names, String days) throws Exception {
    openssl(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=" + name,
        "-keyout",
        name + ".key",
        "-out",
        name + ".csr");
    Files.writeString(
        pki.resolve(name + ".ext"), "extendedKeyUsage=" + use + "\nsubjectAltName=" + names + "\n");
    openssl(
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        authority + ".crt",
        "-CAkey",
        authority + ".key",
        "-CAcreateserial",
        "-days",
        days,
        "-extfile",
        name + ".ext",
        "-out",
        name + ".crt");
  }

  private static void openssl(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("openssl"));
    line.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(line).directory(pki.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static TlsFiles files(String name) {
    return new TlsFiles(
        pki.resolve("ca.crt"), pki.resolve(name + ".crt"), pki.resolve(name + ".key"));
  }

  private static SSLSocket connect(String name) throws IOException {
    return (SSLSocket)
        files(name).read().context().getSocketFactory().createSocket("127.0.0.1", port);
  }

  private static String ask(String name, String host) throws IOException {
    try (SSLSocket socket = connect(name)) {
      socket.getOutputStream().write(REQUEST.formatted(host).getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost:2376", "known.test:2376", "a.wild.test"})
  void clientOfTheAuthorityIsServedByEachNameOfTheServer(String host) throws IOException {
    assertThat(ask("client", host)).startsWith("HTTP/1.1 204 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.test", "known.test.evil.test", "wild.test", "a.b.wild.test"})
  void namesThatAreNotTheServersAreRefused(String host) throws IOException {
    assertThat(ask("client", host)).startsWith("HTTP/1.1 403 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stranger", "expired", "no-client"})
  void certificateThatLetsNobodyInEndsTheConnection(String name) throws IOException {
    for (int i = 0; i < MORE_THAN_SERVED_AT_ONCE; i++) {
      assertThatThrownBy(() -> ask(name, "localhost")).isInstanceOf(IOException.class);
    }
    assertThat(ask("client", "localhost")).startsWith("HTTP/1.1 204 ");
  }

  @Test
  void plainHttpEndsTheConnection() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(REQUEST.formatted("localhost").getBytes(US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .doesNotContain("HTTP/1.1");
    }
    assertThat(ask("client", "localhost")).startsWith("HTTP/1.1 204 ");
  }

  @Test
  void olderProtocolsAreNotSpoken() throws IOException {
    try (SSLSocket socket = connect("client")) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
  }

  @Test
  void clientEndsItsSideAndReadsOn() throws IOException {
    try (SSLSocket socket = connect("client")) {
      socket
          .getOutputStream()
          .write(
              ("POST /count HTTP/1.1\r\nHost: localhost\r\nUpgrade: tcp\r\n"
                      + "Connection: Upgrade\r\nContent-Length: 0\r\n\r\nfour")
                  .getBytes(US_ASCII));
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .endsWith("\r\n\r\n4");
    }
  }

  @Test
  void filesThatAreNoneAreNamedBySetting() {
    TlsFiles wrong =
        new TlsFiles(pki.resolve("ca.key"), pki.resolve("server.crt"), pki.resolve("server.key"));
    assertThatThrownBy(wrong::read)
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith("cannot serve with TLS: tlscacert: no certificate in ");
  }
}
