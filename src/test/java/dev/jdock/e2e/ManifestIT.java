package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** manifest inspect, of manifests whose text the test knows. */
@EndToEnd
class ManifestIT {

  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String PLATFORM = "{\"architecture\":\"arm64\",\"os\":\"linux\"}";

  private final Registry registry = Registry.start();
  private final Jdock jdock;
  private String raw = "";
  private String digest = "";

  ManifestIT(Jdock jdock) {
    this.jdock = jdock;
  }

  /** An OCI image of one layer and odd blanks, and an index that names it. */
  @BeforeEach
  void push(@TempDir Path folder) throws Exception {
    Path layout = folder.resolve("layout");
    Host.run("umoci", "init", "--layout", layout.toString()).ok();
    Host.run("umoci", "new", "--image", layout + ":x").ok();
    Host.run(
            "skopeo",
            "copy",
            "--dest-tls-verify=false",
            "oci:" + layout + ":x",
            "docker://" + named("base"))
        .ok();
    JsonNode base =
        new ObjectMapper()
            .readTree(
                Host.run(
                        "skopeo",
                        "inspect",
                        "--raw",
                        "--tls-verify=false",
                        "docker://" + named("base"))
                    .ok()
                    .out());
    raw =
        "{ \"schemaVersion\":2,\"mediaType\":\"%s\", \"config\":%s,\"layers\":[ ],\"annotations\":{\"note\":\"<1.0>\"}}"
            .formatted(TYPE, base.path("config"));
    digest = put("image", TYPE, raw);
    put(
        "many",
        INDEX,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":%s,\"annotations\":{\"a\":\"b\"}}]}"
            .formatted(INDEX, TYPE, digest, raw.length(), PLATFORM));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private String named(String tag) {
    return registry.host() + "/team/app:" + tag;
  }

  private String put(String tag, String type, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://" + registry.host() + "/v2/team/app/manifests/" + tag);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      return answer.headers().firstValue("Docker-Content-Digest").orElseThrow();
    }
  }

  @Test
  void showsAManifestIndentedAndElseAsItIs() throws IOException {
    Result result = jdock.run("manifest", "inspect", named("image")).ok();
    assertThat(result.out())
        .startsWith(
            "{\n\t\"schemaVersion\": 2,\n\t\"mediaType\": \""
                + TYPE
                + "\",\n\t\"config\": {\n\t\t\"")
        .endsWith("\t\"layers\": [],\n\t\"annotations\": {\n\t\t\"note\": \"<1.0>\"\n\t}\n}\n");
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(result.out())).isEqualTo(mapper.readTree(raw));
    jdock
        .run("manifest", "inspect", "--insecure", registry.host() + "/team/app@" + digest)
        .prints(result.text());
  }

  @Test
  void tellsMoreWhenAsked() throws IOException {
    Result result = jdock.run("manifest", "inspect", "-v", named("image")).ok();
    assertThat(result.out())
        .startsWith("{\n\t\"Ref\": \"" + named("image") + "\",\n\t\"Descriptor\": {\n")
        .contains("\n\t\t\"note\": \"\\u003c1.0\\u003e\"\n".replace("\t\t", "\t\t\t"));
    JsonNode shown = new ObjectMapper().readTree(result.out());
    assertThat(shown.path("Descriptor").path("digest").asText()).isEqualTo(digest);
    assertThat(shown.path("Descriptor").path("platform").path("os").asText()).isEqualTo("linux");
    assertThat(Base64.getDecoder().decode(shown.path("Raw").asText())).asString().isEqualTo(raw);
    assertThat(shown.path("OCIManifest")).isEqualTo(new ObjectMapper().readTree(raw));
  }

  @Test
  void showsAnIndexAsDockersLists() throws IOException {
    jdock
        .run("manifest", "inspect", named("many"))
        .prints(
            """
            {
               "schemaVersion": 2,
               "mediaType": "%s",
               "manifests": [
                  {
                     "mediaType": "%s",
                     "size": %d,
                     "digest": "%s",
                     "platform": {
                        "architecture": "arm64",
                        "os": "linux"
                     }
                  }
               ]
            }\
            """
                .formatted(INDEX, TYPE, raw.length(), digest));
    JsonNode all =
        new ObjectMapper()
            .readTree(jdock.run("manifest", "inspect", "-v", named("many")).ok().out());
    assertThat(all).hasSize(1);
    assertThat(all.path(0).path("Ref").asText()).isEqualTo(named("many") + "@" + digest);
    assertThat(all.path(0).path("Descriptor").path("platform").toString()).isEqualTo(PLATFORM);
    assertThat(all.path(0).path("OCIManifest")).isEqualTo(new ObjectMapper().readTree(raw));
  }

  @Test
  void refusesWhatItCannotShow() {
    jdock
        .run("manifest", "inspect", named("nosuch"))
        .exits(1)
        .saysOnErr("no such manifest: " + named("nosuch"));
    jdock
        .run("manifest", "inspect", "list", named("image"))
        .exits(1)
        .saysOnErr("there are no local manifest lists");
    jdock
        .run("manifest", "inspect")
        .exits(1)
        .saysOnErr("'jdock manifest inspect' requires at least 1 and at most 2 arguments");
    jdock.run("manifest", "inspect", "A B").exits(1).saysOnErr("invalid reference format");
  }
}
