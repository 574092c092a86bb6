package dev.jdock.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.e2e.ApiClient.Answer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How clients of the API are joined with terminals and streams of containers. */
@EndToEnd
@JdockOnly("it is jdock's own socket")
class ApiAttachIT {
  private static final String HANDSHAKE =
      " HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nUpgrade: websocket\r\n"
          + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
          + "Sec-WebSocket-Version: 13\r\n\r\n";
  private static final String TCP =
      " HTTP/1.1\r\nHost: x\r\nUpgrade: tcp\r\nConnection: Upgrade\r\nContent-Length: 0\r\n\r\n";

  /** A close with the code 1000, masked with zeros. */
  private static final byte[] CLOSE = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xe8};

  private final Jdock jdock;

  ApiAttachIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private void create(ApiClient client, String name, String rest) {
    client
        .post(
            "/containers/create?name=" + name,
            "{'Image':'" + jdock.busybox() + "','OpenStdin':true," + rest + "}")
        .is(201);
  }

  @Test
  void terminalHasItsSizeBeforeTheFirstLine() {
    try (ApiEngine engine = ApiEngine.of(jdock);
        ApiClient client = engine.connect()) {
      create(
          client,
          "sized",
          "'Tty':true,'Cmd':['sh','-c','stty size; cat'],'HostConfig':{'ConsoleSize':[15,66]}");
      client.post("/containers/sized/start", "").is(204);
      Eventually.that(
          () -> engine.jdock().run("logs", "sized").text(),
          () -> engine.jdock().run("logs", "sized").text().equals("15 66"));
      assertThat(client.get("/containers/sized/json").is(200).json().at("/HostConfig/ConsoleSize"))
          .hasToString("[15,66]");
      assertThat(exec(engine, client, "'ConsoleSize':[5,6]", "")).isEqualTo("5 6\r\n");
      assertThat(exec(engine, client, "'ConsoleSize':[5,6]", ",'ConsoleSize':[7,8]"))
          .isEqualTo("7 8\r\n");
    }
  }

  private static String exec(ApiEngine engine, ApiClient client, String prepared, String started) {
    String id =
        client
            .post(
                "/containers/sized/exec",
                "{'Cmd':['stty','size'],'Tty':true,'AttachStdout':true," + prepared + "}")
            .is(201)
            .json()
            .path("Id")
            .asText();
    try (ApiClient stream = engine.connect()) {
      return stream.post("/exec/" + id + "/start", "{'Tty':true" + started + "}").is(200).text();
    }
  }

  @Test
  void websocketCarriesInputAndOutput() {
    try (ApiEngine engine = ApiEngine.of(jdock);
        ApiClient client = engine.connect();
        ApiClient socket = engine.connect()) {
      create(
          client, "ws", "'StdinOnce':true,'Cmd':['sh','-c','read a; echo got $a; cat; echo end']");
      socket.send("GET /containers/ws/attach/ws?stream=1&stdin=1&stdout=1" + HANDSHAKE);
      Answer answer = socket.head("GET").is(101);
      assertThat(answer.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      client.post("/containers/ws/start", "").is(204);
      socket.send(masked("hello\n")).send(CLOSE);
      assertThat(content(socket.rest())).isEqualTo("got hello\nend\n");
    }
  }

  /** One message, masked with zeros. */
  private static byte[] masked(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {(byte) 0x82, (byte) (0x80 | bytes.length), 0, 0, 0, 0});
    frame.writeBytes(bytes);
    return frame.toByteArray();
  }

  /** Of short binary messages, and a close at their end. */
  private static String content(byte[] frames) {
    StringBuilder content = new StringBuilder();
    int at = 0;
    for (; frames[at] == (byte) 0x82; at += 2 + frames[at + 1]) {
      content.append(new String(frames, at + 2, frames[at + 1], UTF_8));
    }
    assertThat(frames).hasSize(at + 4).endsWith(0x88, 2, 3, 0xe8);
    return content.toString();
  }

  @Test
  void pageOfAnotherOriginGetsNoWebsocket() {
    try (ApiEngine engine = ApiEngine.of(jdock);
        ApiClient client = engine.connect()) {
      create(client, "ws", "'Cmd':['cat']");
      client
          .send(
              "GET /containers/ws/attach/ws"
                  + HANDSHAKE.replace("http://localhost", "http://example.org"))
          .answer("GET")
          .is(403);
    }
  }

  @Test
  void clientsThatAreGoneLeaveNothingWhileTheContainerIsSilent() {
    try (ApiEngine engine = ApiEngine.of(jdock);
        ApiClient client = engine.connect()) {
      create(client, "silent", "'Cmd':['sleep','1000']");
      client.post("/containers/silent/start", "").is(204);
      int before = engine.descriptors();
      List<ApiClient> attached = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        ApiClient stream = engine.connect();
        stream.send("POST /containers/silent/attach?stream=1&stdout=1" + TCP).head("POST").is(101);
        attached.add(stream.end());
        ApiClient socket = engine.connect();
        socket.send("GET /containers/silent/attach/ws?stream=1&stdout=1" + HANDSHAKE);
        socket.head("GET").is(101);
        attached.add(socket);
      }
      assertThat(engine.descriptors()).isGreaterThanOrEqualTo(before + attached.size());
      attached.forEach(ApiClient::close);
      Eventually.that(
          () -> engine.descriptors() + " open, " + before + " before",
          () -> engine.descriptors() <= before + 2);
    }
  }
}
