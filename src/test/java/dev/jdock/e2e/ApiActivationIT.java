package dev.jdock.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets that somebody else listens at until they are asked for, as systemd does. */
@EndToEnd
@JdockOnly("Docker has a daemon for it")
class ApiActivationIT {
  private final Jdock jdock;
  @TempDir private Path folder;

  ApiActivationIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Running listen(Jdock own, Path socket) {
    return own.as(List.of("perl", Suite.fixture("lend-socket.pl"), socket.toString()))
        .start(own.commandLine().getFirst(), "api", "serve", "-H", "fd://", "--idle", "2")
        .awaitOut("listening\n");
  }

  @Test
  void firstRequestStartsAnEngineAndQuietEndsTheService() throws IOException {
    try (OwnRoot root = OwnRoot.of(jdock)) {
      Jdock own = root.jdock();
      own.run("engine", "stop").ok();
      Path socket = folder.resolve("lent.sock");
      try (Running service = listen(own, socket)) {
        try (ApiClient client = ApiClient.to(socket)) {
          assertThat(client.get("/_ping").is(200).text()).isEqualTo("OK");
          assertThat(client.get("/_ping").is(200).header("Builder-Version")).isEqualTo("2");
          client
              .post(
                  "/containers/create?name=by-socket",
                  "{'Image':'" + jdock.busybox() + "','Cmd':['echo','hi']}")
              .is(201);
          client.post("/containers/by-socket/start", "").is(204);
          client.post("/containers/by-socket/wait", "").is(200);
          try (ApiClient stream = ApiClient.to(socket)) {
            stream
                .send(
                    "POST /containers/by-socket/attach?logs=1&stdout=1 HTTP/1.1\r\nHost: x\r\n"
                        + "Upgrade: tcp\r\nConnection: Upgrade\r\nContent-Length: 0\r\n\r\n")
                .end()
                .head("POST")
                .is(101);
            assertThat(stream.rest()).endsWith("hi\n".getBytes(UTF_8));
          }
        }
        assertThat(own.run("ps", "-a", "--format", "{{.Names}}").text()).isEqualTo("by-socket");
        service.await().ok();
      }
      // The file is whoever's it was, and the engine that lives already takes it again.
      assertThat(socket).exists();
      Files.delete(socket);
      try (Running service = listen(own, socket);
          ApiClient client = ApiClient.to(socket)) {
        assertThat(client.get("/containers/by-socket/json").is(200).json().path("Name").asText())
            .isEqualTo("/by-socket");
        service.signal("TERM");
        service.await().ok();
      }
    }
  }

  @Test
  void withoutASocketOfSystemdItIsRefused() {
    assertThat(jdock.run("api", "serve", "-H", "fd://").exits(1).err())
        .contains("neither LISTEN_FDS nor LISTEN_PID");
    assertThat(jdock.run("engine", "start", "-H", "fd://").exits(1).err())
        .contains("fd:// is for api serve");
  }

  @Test
  void unitsAreWrittenAndRemovedAndThoseOfOthersLeftAlone() throws IOException {
    String units = folder.toString();
    jdock
        .run("api", "install", "--directory", units)
        .ok()
        .saysOnOut("systemctl enable --now jdock.socket");
    assertThat(folder.resolve("jdock.socket"))
        .content()
        .contains("ListenStream=/run/jdock-api/docker.sock\n")
        .doesNotContain("@");
    assertThat(folder.resolve("jdock.service"))
        .content()
        .containsPattern("ExecStart=/\\S+/bin/jdock api serve -H fd://\n");
    jdock.run("api", "uninstall", "--directory", units).ok();
    assertThat(folder).isEmptyDirectory();
    Files.writeString(folder.resolve("jdock.socket"), "[Socket]\n");
    assertThat(jdock.run("api", "install", "--directory", units).exits(1).err())
        .contains("is not of jdock's making");
    assertThat(jdock.run("api", "uninstall", "--directory", units).exits(1).err())
        .contains("is not of jdock's making");
    assertThat(folder.resolve("jdock.socket")).hasContent("[Socket]");
  }
}
