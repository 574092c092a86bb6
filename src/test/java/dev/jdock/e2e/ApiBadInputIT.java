package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.e2e.ApiClient.Answer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whatever a client sends, it gets an answer in a sentence, and others are served meanwhile. */
@EndToEnd
@JdockOnly("how the API of jdock fails")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiBadInputIT {
  private static final List<String> VALUES =
      List.of(
          "1",
          "-1",
          "1.5",
          "1e400",
          "9223372036854775808",
          "true",
          "\"x\"",
          "\"\"",
          "[]",
          "[1]",
          "[\"x\"]",
          "[null]",
          "[[]]",
          "[{}]",
          "{}",
          "{\"x\":1}",
          "{\"x\":\"y\"}",
          "{\"x\":null}",
          "{\"x\":[]}",
          "{\"x\":{}}",
          "\"../../etc\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "null");

  private final ApiEngine engine;
  private final String image;

  ApiBadInputIT(Jdock jdock) {
    this.engine = ApiEngine.of(jdock);
    this.image = jdock.busybox();
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  private static void assertTold(SoftAssertions softly, Answer answer) {
    softly.assertThat(answer.status()).as(answer.toString()).isNotEqualTo(500);
    if (answer.status() >= 400) {
      softly.assertThat(answer.message()).as(answer.toString()).isNotBlank();
      softly.assertThat(answer.text()).as(answer.toString()).doesNotContain("\\tat ", "java.");
    }
  }

  /** The fields of a body's schema, as JSON with a value at its place. */
  private static void bodies(
      ApiDocument document,
      JsonNode schema,
      String before,
      String after,
      int depth,
      List<String> into) {
    for (Map.Entry<String, JsonNode> field : document.properties(schema).entrySet()) {
      String start = before + "\"" + field.getKey() + "\":";
      VALUES.forEach(value -> into.add(start + value + after));
      if (depth > 0) {
        bodies(document, field.getValue(), start + "{", "}" + after, depth - 1, into);
      }
    }
  }

  @Test
  void saysOfEachPluginThatItIsNotThere() {
    try (ApiClient client = engine.connect()) {
      for (Answer answer :
          List.of(
              client.get("/plugins/vieux/sshfs:latest/json"),
              client.post("/plugins/vieux/sshfs:latest/enable", "{}"),
              client.delete("/plugins/vieux/sshfs:latest"))) {
        answer.is(404);
        assertThat(answer.message()).isEqualTo("plugin \"vieux/sshfs:latest\" not found");
      }
      client.get("/plugins/privileges").is(501);
    }
  }

  @Test
  void refusesValuesOfWrongTypesInEveryField() {
    ApiDocument document = ApiDocument.read();
    SoftAssertions softly = new SoftAssertions();
    int tried = 0;
    try (ApiClient client = engine.connect()) {
      client.post("/containers/create?name=there", "{'Image':'" + image + "'}").is(201);
      for (String operation :
          List.of(
              "/containers/create",
              "/networks/create",
              "/volumes/create",
              "/containers/{id}/exec",
              "/containers/{id}/update",
              "/networks/{id}/connect",
              "/networks/{id}/disconnect",
              "/exec/{id}/start")) {
        List<String> bodies = new ArrayList<>();
        boolean creates = operation.equals("/containers/create");
        bodies(document, document.body("POST " + operation), "{", "}", creates ? 1 : 2, bodies);
        String target =
            operation.replace("containers/{id}", "containers/there").replace("{id}", "nosuch");
        for (String body : bodies) {
          String whole = creates ? body.replaceFirst("^\\{", "{\"Image\":\"nosuch\",") : body;
          Answer answer = client.exchange("POST", document.prefix() + target, whole);
          assertTold(softly, answer);
          tried++;
        }
      }
      for (JsonNode network : client.get("/networks").json()) {
        client.delete("/networks/" + network.path("Id").asText());
      }
      for (JsonNode volume : client.get("/volumes").json().path("Volumes")) {
        client.delete("/volumes/" + volume.path("Name").asText());
      }
      client.delete("/containers/there?force=1").is(204);
    }
    assertThat(tried).isGreaterThan(2000);
    softly.assertAll();
  }

  @Test
  void refusesWhatIsNoJson() {
    try (ApiClient client = engine.connect()) {
      for (String body :
          List.of(
              "x",
              "{",
              "{\"Image\"",
              "[]",
              "1",
              "\"x\"",
              "{}{}",
              "{\"Image\":\"a\"}x",
              "{\"a\":".repeat(200) + "1" + "}".repeat(200),
              "[".repeat(100_000),
              "{\"Image\":" + "9".repeat(5000) + "}")) {
        Answer answer = client.exchange("POST", "/containers/create", body).is(400);
        assertThat(answer.message()).isNotBlank();
        assertThat(answer.text().length()).isLessThan(1000);
      }
      client.exchange("POST", "/containers/create", "").is(400);
    }
  }

  @Test
  void refusesQueriesThatAreNone() {
    SoftAssertions softly = new SoftAssertions();
    try (ApiClient client = engine.connect()) {
      for (String target :
          List.of(
              "/containers/json?limit=x",
              "/containers/json?filters=x",
              "/containers/json?filters=%5B%5D",
              "/containers/json?filters=%7B%22nosuch%22:%7B%22a%22:true%7D%7D",
              "/images/json?filters=%7B%22dangling%22:%5B%22maybe%22%5D%7D",
              "/networks?filters=1",
              "/volumes?filters=%7B%22x%22%3A%5B%22y%22%5D%7D",
              "/events?since=x&until=1",
              "/events?until=y",
              "/system/df?type=nosuch",
              "/containers/nosuch/logs",
              "/containers/nosuch/logs?stdout=1&tail=x",
              "/containers/%00/json",
              "/containers/%zz/json",
              "/containers/json?a;b",
              "/images/%2e%2e%2f/json",
              "/images/UPPER/json",
              "/v9.99/info",
              "/v1.1/info",
              "/images/get?names=",
              "/containers/../info")) {
        Answer answer = client.get(target);
        assertTold(softly, answer);
        softly.assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
      }
      for (String target :
          List.of(
              "/containers/nosuch/resize?h=x&w=1",
              "/containers/nosuch/resize",
              "/exec/nosuch/resize?h=1&w=-1",
              "/containers/nosuch/wait?condition=never",
              "/containers/nosuch/kill?signal=NOSUCH",
              "/containers/nosuch/stop?t=x",
              "/images/create",
              "/images/create?fromImage=UPPER",
              "/images/create?fromImage=a&tag=$",
              "/build?memory=x&dockerfile=../x",
              "/commit",
              "/commit?container=nosuch",
              "/images/nosuch/tag?repo=UPPER",
              "/containers/create?name=$",
              "/containers/nosuch/rename")) {
        Answer answer = client.post(target, "");
        assertTold(softly, answer);
        softly.assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
      }
    }
    softly.assertAll();
  }

  @Test
  void refusesALongBodyEarlyAndServesOthers() {
    try (ApiClient client = engine.connect();
        ApiClient other = engine.connect()) {
      client.send(
          "POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n"
              + "Content-Length: 10000000000\r\n\r\n");
      assertThat(client.answer("create").is(413).message()).contains("longer than 4 MiB");
      assertThatThrownBy(
              () -> {
                while (true) {
                  client.send(new byte[1 << 16]);
                }
              })
          .isInstanceOf(UncheckedIOException.class);
      other.get("/_ping").is(200);
    }
  }

  @Test
  void refusesArchivesThatAreNone() {
    try (ApiClient client = engine.connect()) {
      client.post("/containers/create?name=files", "{'Image':'" + image + "'}").is(201);
      assertThat(client.exchange("PUT", "/containers/files/archive?path=/", "no archive").status())
          .isBetween(400, 499);
      assertThat(client.exchange("PUT", "/containers/files/archive?path=/nosuch", "").status())
          .isEqualTo(404);
      Answer load = client.exchange("POST", "/images/load", "no archive");
      assertThat(load.status() >= 400 || load.text().contains("\"error\""))
          .as(load.toString())
          .isTrue();
      Answer build = client.exchange("POST", "/build", "no archive");
      assertThat(build.status()).as(build.toString()).isBetween(400, 499);
      client.delete("/containers/files").is(204);
    }
  }

  @Test
  void nothingStaysOfClientsThatAreKilled() {
    try (ApiClient client = engine.connect()) {
      client
          .post(
              "/containers/create?name=streams",
              "{'Image':'" + image + "','OpenStdin':true,'Cmd':['sh','-c','yes']}")
          .is(201);
      client.post("/containers/streams/start", "").is(204);
      String exec =
          client
              .post(
                  "/containers/streams/exec",
                  "{'Cmd':['cat'],'AttachStdin':true,'AttachStdout':true}")
              .is(201)
              .json()
              .path("Id")
              .asText();
      int descriptors = engine.descriptors();
      int threads = threads();
      for (int i = 0; i < 10; i++) {
        for (String request :
            List.of(
                "GET /events HTTP/1.1\r\n\r\n",
                "GET /containers/streams/logs?follow=1&stdout=1 HTTP/1.1\r\n\r\n",
                "GET /containers/streams/stats HTTP/1.1\r\n\r\n",
                "POST /containers/streams/attach?stream=1&stdout=1&stdin=1 HTTP/1.1\r\n\r\n",
                "POST /containers/streams/attach?stream=1&stdin=1 HTTP/1.1\r\nConnection: Upgrade\r\n"
                    + "Upgrade: tcp\r\n\r\n",
                "POST /containers/streams/wait HTTP/1.1\r\n\r\n",
                "GET /containers/streams/export HTTP/1.1\r\n\r\n",
                "PUT /containers/streams/archive?path=/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST /images/load HTTP/1.1\r\nContent-Length: 1000000\r\n\r\nx",
                "POST /build HTTP/1.1\r\nContent-Length: 1000000\r\n\r\nx",
                "POST /containers/create HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")) {
          try (ApiClient gone = engine.connect()) {
            gone.send(request.replace("HTTP/1.1\r\n", "HTTP/1.1\r\nHost: d\r\n"));
            if (request.startsWith("GET") || request.contains("/wait")) {
              gone.head(request).is(200);
            }
          }
        }
      }
      try (ApiClient gone = engine.connect()) {
        gone.send(
            "POST /exec/"
                + exec
                + "/start HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n"
                + "Content-Length: 2\r\n\r\n{}");
        gone.head("exec").is(200);
      }
      client.get("/containers/streams/json").is(200);
      Eventually.that(
          () -> engine.descriptors() + " descriptors, before " + descriptors,
          () -> engine.descriptors() <= descriptors + 2);
      Eventually.that(
          () -> threads() + " threads, before " + threads + ": " + names(),
          () -> threads() <= threads + 2);
      client.delete("/containers/streams?force=1").is(204);
    }
  }

  private int threads() {
    return names().size();
  }

  /** By their numbers, too. */
  private TreeSet<String> names() {
    TreeSet<String> names = new TreeSet<>();
    Path tasks = Path.of("/proc", engine.jdock().engine(), "task");
    String[] tasksNow = tasks.toFile().list();
    for (String task : tasksNow == null ? new String[0] : tasksNow) {
      names.add(Proc.read(tasks.resolve(task).resolve("comm")).strip() + " " + task);
    }
    return names;
  }
}
