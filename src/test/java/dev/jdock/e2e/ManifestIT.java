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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code manifest}, with manifests whose text the test knows. */
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

  private String get(String path, String type) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + registry.host() + path))
            .header("Accept", type)
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request, BodyHandlers.ofString()).body();
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
        .run("manifest", "inspect")
        .exits(1)
        .saysOnErr("'jdock manifest inspect' requires at least 1 and at most 2 arguments");
    jdock.run("manifest", "inspect", "A B").exits(1).saysOnErr("invalid reference format");
  }

  @Test
  void aUserWithoutAHomeSeesWhatRegistriesHaveAndKeepsNoList() {
    Jdock homeless = jdock.with("HOME", "").with("DOCKER_CONFIG", "");
    homeless
        .run("manifest", "inspect", named("image"))
        .prints(jdock.run("manifest", "inspect", named("image")).text());
    homeless
        .run("manifest", "create", named("list"), named("image"))
        .exits(1)
        .saysOnErr("neither DOCKER_CONFIG nor HOME is set");
  }

  /** With a home of its own, where the lists are kept. */
  private Result run(Path home, String... words) {
    var command = new ArrayList<>(List.of("manifest"));
    command.addAll(List.of(words));
    return jdock.with("DOCKER_CONFIG", home.toString()).run(command.toArray(String[]::new));
  }

  @Test
  void aListIsCreatedAnnotatedPushedAndRemoved(@TempDir Path home) throws Exception {
    String list = registry.host() + "/team/list:1";
    run(home, "create", "--insecure", list, named("image")).prints("Created manifest list " + list);
    run(home, "annotate", "--arch", "arm", "--variant", "v7", list, named("image")).printsNothing();
    run(
            home,
            "annotate",
            "--os",
            "linux",
            "--os-version",
            "6",
            "--os-features",
            "b,a",
            list,
            named("image"))
        .ok();
    run(home, "annotate", "--os-features", "a", "--os-features", "c", list, named("image")).ok();
    String shown =
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
                    "architecture": "arm",
                    "os": "linux",
                    "os.version": "6",
                    "os.features": [
                       "b",
                       "a",
                       "c"
                    ],
                    "variant": "v7"
                 }
              }
           ]
        }\
        """
            .formatted(INDEX, TYPE, raw.length(), digest);
    run(home, "inspect", list).prints(shown);
    // Of another repository than the list, so it goes there first.
    assertThat(run(home, "push", list).ok().out())
        .matches(
            "Pushed ref %s/team/list@%s with digest: %2$s\nsha256:[0-9a-f]{64}\n"
                .formatted(Pattern.quote(registry.host()), digest));
    assertThat(get("/v2/team/list/manifests/1", INDEX)).isEqualTo(shown);
    run(home, "push", "--purge", "--insecure", list).ok();
    run(home, "push", list).exits(1).saysOnErr("No such manifest: " + list);
    run(home, "inspect", list).prints(shown);
  }

  @Test
  void aListIsAmendedOnlyWhenAsked(@TempDir Path home) throws IOException {
    String list = named("list");
    run(home, "create", "--insecure", list, named("base")).ok();
    run(home, "annotate", "--arch", "s390x", list, named("base")).ok();
    run(home, "create", "--insecure", list, named("image"))
        .exits(1)
        .saysOnErr("refusing to amend an existing manifest list with no --amend flag");
    run(home, "create", "--amend", "--insecure", list, named("base"), named("image")).ok();
    JsonNode members =
        new ObjectMapper().readTree(run(home, "inspect", list).ok().out()).path("manifests");
    assertThat(members).hasSize(2);
    assertThat(members.path(0).path("platform").path("architecture").asText()).isEqualTo("s390x");
    JsonNode member =
        new ObjectMapper().readTree(run(home, "inspect", "-v", list, named("image")).ok().out());
    assertThat(member.path("Ref").asText()).isEqualTo(named("image"));
    assertThat(Base64.getDecoder().decode(member.path("Raw").asText())).asString().isEqualTo(raw);
    assertThat(new ObjectMapper().readTree(run(home, "inspect", list, named("image")).ok().out()))
        .isEqualTo(new ObjectMapper().readTree(raw));
  }

  @Test
  void whatIsInNoListIsRefused(@TempDir Path home) {
    String list = named("list");
    run(home, "create", list).exits(1).saysOnErr("requires at least 2 arguments");
    run(home, "create", "A", named("image"))
        .exits(1)
        .saysOnErr("error parsing name for manifest list A: invalid reference format");
    run(home, "create", "--insecure", list, named("nosuch"))
        .exits(1)
        .saysOnErr("no such manifest: " + named("nosuch"));
    run(home, "create", "--insecure", list, named("many"))
        .exits(1)
        .saysOnErr(named("many") + " is a manifest list");
    run(home, "rm", list).exits(1).saysOnErr("No such manifest: " + list);
    run(home, "annotate", list, named("image"), "--arch", "arm64")
        .exits(1)
        .saysOnErr("manifest for image " + named("image") + " does not exist in " + list);
    run(home, "create", "--insecure", list, named("image")).ok();
    run(home, "annotate", list, named("image"), "--arch", "z80")
        .exits(1)
        .saysOnErr("manifest entry for image has unsupported os/arch combination: /z80");
    run(home, "inspect", list, named("base"))
        .exits(1)
        .saysOnErr("No such manifest: " + named("base"));
  }

  @Test
  void listsAreRemovedAndThoseThatAreNotThereTold(@TempDir Path home) {
    run(home, "create", "--insecure", named("a"), named("image")).ok();
    run(home, "create", "--insecure", named("b"), named("image")).ok();
    assertThat(run(home, "rm", named("a"), named("none"), "B", named("b")).exits(1).err())
        .isEqualTo(
            "No such manifest: "
                + named("none")
                + "\ninvalid reference format: repository name (library/B) must be lowercase\n");
    assertThat(home.resolve("manifests")).isEmptyDirectory();
  }

  @Test
  void anotherRegistrysManifestsAreNotPushed(@TempDir Path home) {
    String list = "127.0.0.1:1/team/app:list";
    run(home, "create", "--insecure", list, named("image")).ok();
    run(home, "push", list)
        .exits(1)
        .saysOnErr(
            "cannot use source images from a different registry than the target image: "
                + registry.host()
                + " != 127.0.0.1:1");
  }
}
