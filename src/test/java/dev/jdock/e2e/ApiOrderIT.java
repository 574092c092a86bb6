package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client finds that acts at once on what it was told. */
@EndToEnd
@JdockOnly("it speaks to jdock's socket")
class ApiOrderIT {
  private final Jdock jdock;
  @TempDir private Path folder;

  ApiOrderIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void containerThatIsSaidToHaveEndedRunsNoMore() {
    try (ApiEngine engine = ApiEngine.of(jdock);
        ApiClient events = engine.connect();
        ApiClient client = engine.connect()) {
      String filter = "%7B%22event%22%3A%5B%22die%22%5D%7D";
      events
          .send("GET /events?filters=" + filter + " HTTP/1.1\r\nHost: d\r\n\r\n")
          .head("GET")
          .is(200);
      client
          .post(
              "/containers/create?name=short", "{'Image':'" + jdock.busybox() + "','Cmd':['true']}")
          .is(201);
      for (int i = 0; i < 10; i++) {
        client.post("/containers/short/start", "").is(204);
        assertThat(events.nextChunk()).contains("\"die\"");
        assertThat(client.get("/containers/short/json").json().at("/State/Status").asText())
            .isEqualTo("exited");
      }
      client.delete("/containers/short").is(204);
    }
  }

  @Test
  void imageIsThereWithTheHeadOfTheAnswer() throws IOException {
    try (ApiEngine engine = ApiEngine.of(jdock);
        ApiClient client = engine.connect();
        ApiClient other = engine.connect()) {
      String image = jdock.image();
      Path tar = folder.resolve("image.tar");
      engine.jdock().run("tag", jdock.busybox(), image).ok();
      engine.jdock().run("save", "-o", tar.toString(), image).ok();
      engine.jdock().run("rmi", image).ok();
      client
          .send(
              "POST /images/load HTTP/1.1\r\nHost: d\r\nContent-Type: application/x-tar\r\n"
                  + "Content-Length: "
                  + Files.size(tar)
                  + "\r\n\r\n")
          .send(Files.readAllBytes(tar))
          .head("POST")
          .is(200);
      other.get("/images/" + image + "/json").is(200);
    }
  }

  @Test
  void secondStartOfAnExecIsToldInItsStream() {
    try (ApiEngine engine = ApiEngine.of(jdock);
        ApiClient client = engine.connect();
        ApiClient first = engine.connect();
        ApiClient second = engine.connect()) {
      client
          .post(
              "/containers/create?name=execs",
              "{'Image':'" + jdock.busybox() + "','Cmd':['sleep','1000']}")
          .is(201);
      client.post("/containers/execs/start", "").is(204);
      String exec =
          client
              .post("/containers/execs/exec", "{'Cmd':['sleep','1000'],'AttachStderr':true}")
              .is(201)
              .json()
              .path("Id")
              .asText();
      String start = "/exec/" + exec + "/start";
      String body = "{\"Detach\":false}";
      first
          .send(
              "POST "
                  + start
                  + " HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body)
          .head("POST")
          .is(200);
      Eventually.that(
          () -> "the exec does not run",
          () -> client.get("/exec/" + exec + "/json").json().path("Running").asBoolean());
      assertThat(second.post(start, body).is(200).text())
          .endsWith("exec command " + exec + " is already running\r\n");
      client.post(start, "{'Detach':true}").is(409);
      client.delete("/containers/execs?force=1").is(204);
    }
  }
}
