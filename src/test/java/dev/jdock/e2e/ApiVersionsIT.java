package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.e2e.ApiClient.Answer;
import org.junit.jupiter.api.Test;

/** What answers have according to the version that a client asks for. */
@EndToEnd
@JdockOnly("asks jdock's socket")
class ApiVersionsIT {
  private static final String[] OLD_SETTINGS = {
    "Bridge", "EndpointID", "Gateway", "HairpinMode", "IPAddress", "MacAddress"
  };

  private final Jdock jdock;

  ApiVersionsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private static String create(ApiClient client, String image) {
    String id =
        client
            .post(
                "/v1.52/containers/create?name=one",
                "{'Image':'"
                    + image
                    + "','Cmd':['sleep','1000'],'MacAddress':'02:00:00:00:00:99',"
                    + "'HostConfig':{'NetworkMode':'n'}}")
            .is(201)
            .json()
            .path("Id")
            .asText();
    client.post("/containers/one/start", "").is(204);
    return id;
  }

  @Test
  void newOnesLeaveOutWhatIsSaidElsewhere() {
    try (ApiEngine engine = ApiEngine.of(jdock);
        ApiClient client = engine.connect()) {
      client
          .post("/networks/create", "{'Name':'n','IPAM':{'Config':[{'Subnet':'10.231.8.0/24'}]}}")
          .is(201);
      String id = create(client, jdock.busybox());

      JsonNode old = client.get("/v1.51/containers/one/json").is(200).json();
      assertThat(old.path("NetworkSettings").fieldNames())
          .toIterable()
          .contains(OLD_SETTINGS)
          .contains("Networks", "Ports");
      JsonNode now = client.get("/v1.52/containers/one/json").is(200).json();
      assertThat(now.path("NetworkSettings").fieldNames())
          .toIterable()
          .doesNotContain(OLD_SETTINGS)
          .contains("Networks", "Ports");
      // The container's own was of older versions.
      assertThat(now.at("/NetworkSettings/Networks/n/MacAddress").asText())
          .isNotEmpty()
          .isNotEqualTo("02:00:00:00:00:99");
      assertThat(old.path("Config").has("OnBuild")).isTrue();
      assertThat(now.path("Config").has("OnBuild")).isFalse();

      assertThat(client.get("/v1.51/containers/json").json().path(0).has("Health")).isFalse();
      assertThat(client.get("/v1.52/containers/json").json().path(0).path("Health"))
          .hasToString("{\"Status\":\"none\",\"FailingStreak\":0}");
      String stats = "/containers/one/stats?stream=0&one-shot=1";
      assertThat(client.get("/v1.51" + stats).json().has("os_type")).isFalse();
      assertThat(client.get("/v1.52" + stats).json().path("os_type").asText()).isEqualTo("linux");

      assertThat(client.get("/v1.51/networks").json().path(0).has("Containers")).isTrue();
      assertThat(client.get("/v1.52/networks").json().path(0).has("Containers")).isFalse();
      assertThat(client.get("/v1.51/networks/n").json().has("Status")).isFalse();
      // Its own, the one for broadcasts, the gateway's and the container's.
      assertThat(client.get("/v1.52/networks/n").json().at("/Status/IPAM/Subnets"))
          .hasToString("{\"10.231.8.0/24\":{\"IPsInUse\":4,\"DynamicIPsAvailable\":252}}");

      images(client);
      events(client, id);
      diskUsage(client);
    }
  }

  private void images(ApiClient client) {
    String image = "/images/" + jdock.busybox();
    JsonNode old = client.get("/v1.51" + image + "/json").is(200).json();
    JsonNode now = client.get("/v1.52" + image + "/json").is(200).json();
    assertThat(old.path("Config").has("Env")).isTrue();
    assertThat(now.path("Config")).hasToString("{\"Cmd\":[\"sh\"]}");
    assertThat(old.has("Parent")).isTrue();
    assertThat(now.has("Parent")).isFalse();
    assertThat(now.path("Comment").asText()).isEqualTo("Imported from -");
    String two = "/get?platform=%7B%22os%22%3A%22linux%22%7D&platform=%7B%7D";
    assertThat(client.get("/v1.51" + image + two).is(400).message()).contains("version 1.52");
    assertThat(client.get("/v1.52" + image + two).is(400).message()).contains("not supported");
    assertThat(client.get("/v1.54/images/json?identity=1").is(400).message())
        .isEqualTo("conflicting options: identity requires manifests=1");
    client.get("/v1.53/images/json?identity=1").is(200);
    client.get("/v1.54" + image + "/attestations").is(404);
    assertThat(client.get("/v1.55" + image + "/attestations").is(501).message())
        .isEqualTo("the legacy image store does not support attestations");
  }

  private static void events(ApiClient client, String id) {
    String query =
        "/events?since=1&until="
            // The next second's beginning: what happened in this one counts.
            + (System.currentTimeMillis() / 1000 + 1)
            + "&filters=%7B%22event%22%3A%7B%22create%22%3Atrue%7D%2C"
            + "%22type%22%3A%7B%22container%22%3Atrue%7D%7D";
    Answer old = client.get("/v1.51" + query).is(200);
    assertThat(old.header("Content-Type")).isEqualTo("application/json");
    assertThat(old.documents())
        .first()
        .satisfies(event -> {
          assertThat(event.path("status").asText()).isEqualTo("create");
          assertThat(event.path("id").asText()).isEqualTo(id);
          assertThat(event.has("from")).isTrue();
        });
    Answer now = client.get("/v1.52" + query).is(200);
    assertThat(now.header("Content-Type")).isEqualTo("application/jsonl");
    assertThat(now.documents())
        .first()
        .satisfies(event -> {
          assertThat(event.fieldNames()).toIterable().doesNotContain("status", "id", "from");
          assertThat(event.at("/Actor/ID").asText()).isEqualTo(id);
        });
    Answer sequence =
        client
            .send(
                "GET "
                    + query
                    + " HTTP/1.1\r\nHost: d\r\nAccept: text/html, application/json-seq\r\n\r\n")
            .answer(query);
    assertThat(sequence.header("Content-Type")).isEqualTo("application/json-seq");
    assertThat(sequence.text()).startsWith("\u001e{\"Type\":\"container\"").endsWith("}\n");
  }

  private static void diskUsage(ApiClient client) {
    JsonNode old = client.get("/v1.51/system/df").is(200).json();
    assertThat(old.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("LayersSize", "Images", "Containers", "Volumes", "BuildCache");
    JsonNode both = client.get("/v1.52/system/df?type=image").is(200).json();
    assertThat(both.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("LayersSize", "Images", "ImageUsage");
    assertThat(both.path("ImageUsage").has("Items")).isFalse();
    JsonNode whole = client.get("/v1.52/system/df?verbose=1").is(200).json();
    assertThat(whole.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "ImageUsage", "ContainerUsage", "VolumeUsage", "BuildCacheUsage");
    JsonNode images = whole.path("ImageUsage");
    assertThat(images.path("TotalCount").asInt()).isEqualTo(1);
    assertThat(images.path("ActiveCount").asInt()).isEqualTo(1);
    assertThat(images.path("TotalSize")).isEqualTo(old.path("LayersSize"));
    assertThat(images.has("Reclaimable")).isFalse();
    assertThat(images.path("Items")).isEqualTo(old.path("Images"));
    assertThat(whole.at("/ContainerUsage/ActiveCount").asInt()).isEqualTo(1);
    assertThat(whole.at("/ContainerUsage/Items/0/Health/Status").asText()).isEqualTo("none");
    assertThat(whole.path("VolumeUsage")).isEmpty();
  }
}
