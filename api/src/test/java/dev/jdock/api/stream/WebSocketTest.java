package dev.jdock.api.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.api.http.HttpServer;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.api.socket.UnixSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class WebSocketTest {
  private static final String HANDSHAKE =
      "GET /echo HTTP/1.1~Host: localhost~Upgrade: websocket~Connection: keep-alive, Upgrade~"
          + "Sec-WebSocket-Version: 13~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~~";
  private static final String CLOSE = "880203e8";
  private static final String PROTOCOL_ERROR = "88020" + "3ea";
  private static final byte[] MASK = {1, 2, 3, 4};

  @TempDir private Path folder;
  private HttpServer server;
  private SocketChannel client;
  private InputStream in;

  /** Sends back what it gets as one message, once the client has closed its side. */
  private static void echo(Request request, Response response) throws IOException {
    try (WebSocket socket = WebSocket.accept(request, response, true)) {
      socket.out().write(socket.in().readAllBytes());
    }
  }

  @BeforeEach
  void connect() throws IOException {
    server =
        new HttpServer(
            new Router().add("GET", "/echo", Manner.TAKE_OVER, WebSocketTest::echo),
            new HttpServer.Settings(Map.of(), 10, _ -> {}));
    server.serve(UnixSocket.open(folder.resolve("s")));
    client = SocketChannel.open(StandardProtocolFamily.UNIX);
    client.connect(UnixDomainSocketAddress.of(folder.resolve("s")));
    in = Channels.newInputStream(client);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  private String handshake(String head) throws IOException {
    send(head.replace("~", "\r\n").getBytes(ISO_8859_1));
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\n")) {
      answer.append((char) in.read());
    }
    return answer.toString();
  }

  private void send(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      client.write(buffer);
    }
  }

  /** A masked frame: its first byte, its length as hexadecimal digits, its content. */
  private static byte[] frame(int first, String length, String content) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    frame.writeBytes(HexFormat.of().parseHex(length));
    frame.writeBytes(MASK);
    byte[] bytes = content.getBytes(ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      frame.write(bytes[i] ^ MASK[i % 4]);
    }
    return frame.toByteArray();
  }

  private String rest() throws IOException {
    return HexFormat.of().formatHex(in.readAllBytes());
  }

  @Test
  void messagesAreOneStreamWhateverTheirFrames() throws IOException {
    assertThat(handshake(HANDSHAKE))
        .startsWith("HTTP/1.1 101 ")
        .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
        .contains("Upgrade: websocket\r\n");
    send(frame(0x01, "83", "one"));
    send(frame(0x89, "81", "p"));
    send(frame(0x80, "83", "two"));
    send(frame(0x82, "fe0003", "six"));
    send(frame(0x82, "ff0000000000000002", "te"));
    send(frame(0x88, "82", "\003\350"));
    assertThat(rest())
        .isEqualTo(
            "8a0170"
                + "820b"
                + HexFormat.of().formatHex("onetwosixte".getBytes(ISO_8859_1))
                + CLOSE);
  }

  @Test
  void longMessagesHaveTheirLengthInFront() throws IOException {
    handshake(HANDSHAKE);
    for (int i = 0; i < 2; i++) {
      send(frame(0x82, "fe9c40", "x".repeat(40_000)));
    }
    client.shutdownOutput();
    assertThat(rest()).hasSize(2 * (10 + 80_000 + 4)).startsWith("827f0000000000013880" + "78");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Not masked.
        "820178",
        // With a bit of an extension.
        "c28101020304" + "79",
        // A continuation of nothing.
        "808101020304" + "79",
        // A ping in pieces, and one that is too long.
        "098101020304" + "79",
        "89fe007e01020304",
        // An operation that there is not.
        "838101020304" + "79",
        "8b8101020304" + "79",
        // A length that is no number.
        "82ffffffffffffffffff01020304"
      })
  void whatIsNoFrameEndsIt(String bytes) throws IOException {
    handshake(HANDSHAKE);
    send(HexFormat.of().parseHex(bytes));
    assertThat(rest()).startsWith(PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket~|Upgrade: tcp~",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~|",
        "dGhlIHNhbXBsZSBub25jZQ==|c2hvcnQ=",
        "dGhlIHNhbXBsZSBub25jZQ==|***"
      })
  void requestThatIsNoneForAWebsocketIsRefused(String change) throws IOException {
    String[] parts = change.split("\\|", -1);
    assertThat(handshake(HANDSHAKE.replace(parts[0], parts[1]))).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void otherVersionsAreRefusedByName() throws IOException {
    assertThat(handshake(HANDSHAKE.replace("Version: 13", "Version: 8")))
        .startsWith("HTTP/1.1 426 ");
  }
}
