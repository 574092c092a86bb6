package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.e2e.ApiClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * What the API answers, against the published description of a version (1.51, unless {@code
 * jdock.test.description} names another's) and against the fields that a Docker daemon's answers
 * had.
 */
@EndToEnd
@JdockOnly("it is the description of what jdock serves")
class ApiContractIT {
  private static final Path RESOURCES =
      Path.of(System.getProperty("jdock.test.fixtures", "fixtures"))
          .resolveSibling("resources/dev/jdock/e2e/api");
  private static final Path DIFFERENCES =
      RESOURCES.toAbsolutePath().normalize().resolve("../../../../../../../docs/differences.md");

  /** Where the description itself is wrong: Docker's own answers differ from it in the same way. */
  private static final Set<String> FAULTS_OF_THE_DOCUMENT =
      Set.of(
          "/ExitCode: null found",
          "/HostConfig/MemorySwappiness: null found",
          "/HostConfig/OomKillDisable: null found",
          // What the choice between a reference and null says of a fault in what is referred to.
          "/HostConfig: object found, null expected",
          ": object found, null expected");

  private final Jdock jdock;
  private final ApiDocument document = ApiDocument.read();
  private final Map<String, List<JsonNode>> answers = new LinkedHashMap<>();

  ApiContractIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Answer keep(String operation, Answer answer) {
    List<JsonNode> documents =
        answer.header("Content-Type").startsWith("application/json")
            ? answer.documents()
            : List.of();
    answers
        .computeIfAbsent(operation + " " + answer.status(), _ -> new ArrayList<>())
        .addAll(documents);
    return answer;
  }

  private Answer get(ApiClient client, String operation, String target) {
    return keep("GET " + operation, client.get(document.prefix() + target));
  }

  private Answer post(ApiClient client, String operation, String target, String json) {
    return keep("POST " + operation, client.post(document.prefix() + target, json));
  }

  /** Lets a daemon answer nearly everything, with something in every list. */
  private void ask(ApiClient client, String image) {
    String network =
        post(
                client,
                "/networks/create",
                "/networks/create",
                "{'Name':'contract','Driver':'bridge','IPAM':{'Config':[{'Subnet':'10.231.7.0/24',"
                    + "'IPRange':'10.231.7.0/25','Gateway':'10.231.7.1'}]},'Labels':{'a':'b'}}")
            .is(201)
            .json()
            .path("Id")
            .asText();
    post(
            client,
            "/volumes/create",
            "/volumes/create",
            "{'Name':'contract','Labels':{'a':'b'},'DriverOpts':{'type':'tmpfs','device':'tmpfs','o':'size=1m'}}")
        .is(201);
    post(client, "/volumes/create", "/volumes/create", "{'Name':'contract2'}").is(201);
    String container =
        post(
                client,
                "/containers/create",
                "/containers/create?name=contract",
                "{'Image':'"
                    + image
                    + "','Cmd':['sh','-c','echo hello; touch /new; sleep 1000'],'Env':['A=b'],"
                    + "'Labels':{'a':'b'},'ExposedPorts':{'80/tcp':{}},'Healthcheck':{'Test':['CMD','true'],"
                    + "'Interval':1000000000},'HostConfig':{'Mounts':[{'Type':'volume','Source':'contract',"
                    + "'Target':'/v'}],'PortBindings':{'80/tcp':[{'HostIp':'127.0.0.1'}]},"
                    + "'Memory':67108864,'NetworkMode':'contract','Ulimits':[{'Name':'nofile','Soft':64,"
                    + "'Hard':64}],'RestartPolicy':{'Name':'on-failure','MaximumRetryCount':2}},"
                    + "'NetworkingConfig':{'EndpointsConfig':{'contract':{'Aliases':['x']}}}}")
            .is(201)
            .json()
            .path("Id")
            .asText();
    String at = "/containers/" + container;
    client.post(document.prefix() + at + "/start", "").is(204);
    client.post("/v1.51/networks/bridge/connect", "{'Container':'" + container + "'}").is(200);
    Eventually.that(
        () -> "never healthy: " + client.get(at + "/json"),
        () ->
            client.get(at + "/json").json().at("/State/Health/Status").asText().equals("healthy"));
    get(client, "/containers/json", "/containers/json?all=1&size=1").is(200);
    get(client, "/containers/{id}/json", at + "/json?size=1").is(200);
    get(client, "/containers/{id}/top", at + "/top").is(200);
    get(client, "/containers/{id}/changes", at + "/changes").is(200);
    get(client, "/containers/{id}/stats", at + "/stats?stream=0").is(200);
    get(client, "/containers/{id}/stats", at + "/stats?stream=0&one-shot=1").is(200);
    get(client, "/networks", "/networks").is(200);
    get(client, "/networks/{id}", "/networks/" + network).is(200);
    get(client, "/networks/{id}", "/networks/bridge").is(200);
    get(client, "/volumes", "/volumes").is(200);
    get(client, "/volumes/{name}", "/volumes/contract").is(200);
    String exec =
        post(client, "/containers/{id}/exec", at + "/exec", "{'Cmd':['true'],'AttachStdout':true}")
            .is(201)
            .json()
            .path("Id")
            .asText();
    get(client, "/exec/{id}/json", "/exec/" + exec + "/json").is(200);
    client.post("/v1.51/exec/" + exec + "/start", "{'Detach':true}").is(200);
    Eventually.that(
        () -> "the exec goes on",
        () -> !client.get("/exec/" + exec + "/json").json().path("Running").asBoolean());
    get(client, "/exec/{id}/json", "/exec/" + exec + "/json").is(200);
    post(client, "/commit", "/commit?container=" + container + "&repo=contract&tag=1&comment=c", "")
        .is(201);
    get(client, "/images/json", "/images/json?all=1&shared-size=1").is(200);
    get(client, "/images/{name}/json", "/images/contract:1/json").is(200);
    get(client, "/images/{name}/history", "/images/contract:1/history").is(200);
    get(client, "/info", "/info").is(200);
    get(client, "/version", "/version").is(200);
    get(client, "/system/df", "/system/df").is(200);
    post(client, "/containers/{id}/update", at + "/update", "{'CpuShares':512}").is(200);
    failures(client, at);
    post(client, "/containers/{id}/kill", at + "/kill", "").is(204);
    post(client, "/containers/{id}/wait", at + "/wait", "").is(200);
    get(client, "/containers/{id}/json", at + "/json").is(200);
    post(
            client,
            "/containers/prune",
            "/containers/prune?filters=%7B%22label%22%3A%5B%22a%3Db%22%5D%7D",
            "")
        .is(200);
    keep("DELETE /images/{name}", client.delete("/v1.51/images/contract:1")).is(200);
    keep("DELETE /volumes/{name}", client.delete("/v1.51/volumes/contract2")).is(204);
    post(
            client,
            "/networks/prune",
            "/networks/prune?filters=%7B%22label%22%3A%5B%22a%3Db%22%5D%7D",
            "")
        .is(200);
    post(
            client,
            "/volumes/prune",
            "/volumes/prune?filters=%7B%22all%22%3A%5B%22true%22%5D%2C%22label%22%3A%5B%22a%3Db%22%5D%7D",
            "")
        .is(200);
    // One with options is nobody's to remove but its maker's.
    keep("DELETE /volumes/{name}", client.delete("/v1.51/volumes/contract")).is(204);
    post(client, "/images/prune", "/images/prune?filters=%7B%22label%22%3A%5B%22a%3Db%22%5D%7D", "")
        .is(200);
    get(client, "/events", "/events?since=1&until=" + System.currentTimeMillis() / 1000).is(200);
  }

  private void failures(ApiClient client, String container) {
    get(client, "/containers/{id}/json", "/containers/nosuch/json").is(404);
    get(client, "/images/{name}/json", "/images/nosuch/json").is(404);
    get(client, "/networks/{id}", "/networks/nosuch").is(404);
    get(client, "/volumes/{name}", "/volumes/nosuch").is(404);
    get(client, "/exec/{id}/json", "/exec/nosuch/json").is(404);
    post(client, "/containers/{id}/start", container + "/start", "").is(304);
    post(client, "/containers/create", "/containers/create?name=contract-2", "{'Image':'nosuch'}")
        .is(404);
    keep("DELETE /containers/{id}", client.delete(document.prefix() + container)).is(409);
    keep("DELETE /networks/{id}", client.delete("/v1.51/networks/contract")).is(403);
    keep("DELETE /volumes/{name}", client.delete("/v1.51/volumes/contract")).is(409);
  }

  private static String operation(String key) {
    return key.substring(0, key.lastIndexOf(' '));
  }

  private JsonNode schema(String key) {
    return document.schema(
        operation(key), Integer.parseInt(key.substring(key.lastIndexOf(' ') + 1)));
  }

  /** Each line an answer's operation, status and field. */
  private Set<String> fields(boolean described) {
    Set<String> fields = new TreeSet<>();
    answers.forEach((key, documents) -> {
      for (JsonNode answer : documents) {
        ApiDocument.Keys keys = document.keys(schema(key), answer);
        (described ? keys.known() : keys.unknown()).forEach(field -> fields.add(key + " " + field));
      }
    });
    return fields;
  }

  /** A field is explained with all that is in it. */
  private static boolean isExplained(String field, String differences) {
    int path = field.indexOf(" .") + 2;
    for (int end = field.indexOf('.', path); end >= 0; end = field.indexOf('.', end + 1)) {
      if (differences.contains("`" + field.substring(0, end) + "`")) {
        return true;
      }
    }
    return differences.contains("`" + field + "`");
  }

  @Test
  void answersAreAsThePublishedDescriptionHasThem() throws IOException {
    String record = System.getProperty("jdock.test.record", "");
    if (record.startsWith("unix://")) {
      try (ApiClient client = ApiClient.to(Path.of(record.substring("unix://".length())))) {
        ask(client, System.getProperty("jdock.test.image", jdock.busybox()));
      }
      Set<String> fields = fields(true);
      fields.addAll(fields(false));
      // Of builds that others have made with the daemon.
      fields.removeIf(field -> field.contains(" .BuildCache"));
      Files.write(RESOURCES.resolve("keys.txt"), fields);
      return;
    }
    try (ApiEngine engine = ApiEngine.of(jdock);
        ApiClient client = engine.connect()) {
      ask(client, jdock.busybox());
    }
    SoftAssertions softly = new SoftAssertions();
    answers.forEach((key, documents) -> {
      JsonNode schema = schema(key);
      for (JsonNode answer : documents) {
        List<String> faults = new ArrayList<>(document.faults(schema, answer));
        faults.removeIf(fault -> FAULTS_OF_THE_DOCUMENT.stream().anyMatch(fault::startsWith));
        softly.assertThat(faults).as(key).isEmpty();
      }
    });
    String differences = Files.readString(DIFFERENCES, StandardCharsets.UTF_8);
    Set<String> recorded = new TreeSet<>(Files.readAllLines(RESOURCES.resolve("keys.txt")));
    Set<String> unknown = fields(false);
    if (document.isUsual()) {
      unknown.removeAll(recorded);
    }
    unknown.removeIf(each -> isExplained(each, differences));
    softly.assertThat(unknown).as("what neither the description nor Docker has").isEmpty();
    if (document.isUsual()) {
      Set<String> missing = new TreeSet<>(recorded);
      missing.removeAll(fields(true));
      missing.removeAll(fields(false));
      missing.removeIf(each -> isExplained(each, differences));
      softly.assertThat(missing).as("what Docker's answers have, and these have not").isEmpty();
    }
    softly.assertAll();
  }

  @Test
  void everyOperationOfTheDescriptionIsRouted() {
    SoftAssertions softly = new SoftAssertions();
    try (ApiEngine engine = ApiEngine.of(jdock)) {
      for (String operation : document.operations()) {
        String[] words = operation.split(" ", 2);
        String target = words[1].replaceAll("\\{[a-z]+}", "nosuch");
        if (words[1].equals("/events")) {
          continue;
        }
        try (ApiClient client = engine.connect()) {
          Answer answer = client.exchange(words[0], document.prefix() + target, "");
          softly.assertThat(answer.text()).as(operation).doesNotContain("page not found");
          softly.assertThat(answer.status()).as(answer.toString()).isNotEqualTo(500);
        }
      }
    }
    softly.assertAll();
  }

  @Test
  void theStateOfAFileIsInAHeader() throws IOException {
    try (ApiEngine engine = ApiEngine.of(jdock);
        ApiClient client = engine.connect()) {
      client.post("/containers/create?name=stat", "{'Image':'" + jdock.busybox() + "'}").is(201);
      Answer answer = client.exchange("HEAD", "/containers/stat/archive?path=/bin/sh", "").is(200);
      String stat =
          new String(
              Base64.getDecoder().decode(answer.header("X-Docker-Container-Path-Stat")),
              StandardCharsets.UTF_8);
      assertThat(stat)
          .matches(
              "\\{\"name\":\"sh\",\"size\":\\d+,\"mode\":\\d+,\"mtime\":\"[^\"]+\",\"linkTarget\":\"[^\"]*\"}");
    }
  }
}
