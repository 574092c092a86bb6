package dev.jdock.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of who serves the API, as its clients see it. */
@EndToEnd
@JdockOnly("Docker has a daemon for it")
class ApiServeIT {
  private final Jdock jdock;
  @TempDir private Path folder;

  ApiServeIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private void start(ApiClient client, String name) {
    client
        .post(
            "/containers/create?name=" + name,
            "{'Image':'" + jdock.busybox() + "','Cmd':['sh','-c','echo said; sleep 1000']}")
        .is(201);
    client.post("/containers/" + name + "/start", "").is(204);
  }

  private static ApiClient follow(Path socket, String target) {
    ApiClient client = ApiClient.to(socket).send("GET " + target + " HTTP/1.1\r\nHost: d\r\n\r\n");
    client.head(target).is(200);
    return client;
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalEndsTheServiceAndItsClientsButNoContainer(String signal) {
    Path socket = folder.resolve("served.sock");
    try (OwnRoot root = OwnRoot.of(jdock)) {
      Jdock own = root.jdock();
      try (Running service =
          own.start("api", "serve", "-H", "unix://" + socket).awaitOut("DOCKER_HOST=")) {
        try (ApiClient client = ApiClient.to(socket)) {
          start(client, "goes-on");
          try (ApiClient events = follow(socket, "/events")) {
            service.signal(signal);
            assertThat(service.await().ok().out()).startsWith("ready\n");
            assertThat(events.rest()).isEmpty();
            assertThat(client.rest()).isEmpty();
          }
        }
      }
      assertThat(socket).doesNotExist();
      own.run("ps", "--format", "{{.Names}} {{.State}}").prints("goes-on running");
      // Nobody has the address any more.
      try (Running again =
          own.start("api", "serve", "-H", "unix://" + socket).awaitOut("DOCKER_HOST=")) {
        again.signal("TERM").await().ok();
      }
    }
  }

  @Test
  void streamsEndWithAnEngineThatIsKilledAndTheNextOneGoesOn() {
    try (ApiEngine engine = ApiEngine.of(jdock)) {
      Path socket = Path.of(engine.address().substring("unix://".length()));
      List<ApiClient> streams = new ArrayList<>();
      try (ApiClient client = engine.connect()) {
        start(client, "on");
        streams.add(follow(socket, "/events"));
        streams.add(follow(socket, "/containers/on/stats"));
        ApiClient logs = follow(socket, "/containers/on/logs?follow=1&stdout=1");
        assertThat(logs.nextChunk()).endsWith("said\n");
        streams.add(logs);
        engine.jdock().killEngine();
        for (ApiClient stream : streams) {
          // Without the chunk that says that it is complete.
          assertThat(new String(stream.rest(), UTF_8)).doesNotEndWith("0\r\n\r\n");
        }
      } finally {
        streams.forEach(ApiClient::close);
      }
      engine.jdock().run("engine", "start", "--api", "-H", engine.address()).ok();
      try (ApiClient client = engine.connect();
          ApiClient logs = follow(socket, "/containers/on/logs?follow=1&stdout=1")) {
        assertThat(logs.nextChunk()).endsWith("said\n");
        assertThat(client.get("/containers/on/stats?stream=0").is(200).json().path("name").asText())
            .isEqualTo("/on");
        client.delete("/containers/on?force=1").is(204);
        assertThat(logs.nextChunk()).isEmpty();
      }
    }
  }
}
