package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code buildx imagetools} beside a registry: what it shows and makes without a store. */
@EndToEnd
@JdockOnly("Docker's old builder, which the suite asks for, has no such commands")
class ImagetoolsIT {
  private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  private final Jdock jdock;
  private @TempDir Path folder = Path.of("");

  ImagetoolsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String push(String name, String label) {
    Host.write(folder.resolve("c/f"), "text\n");
    Host.write(folder.resolve("c/Dockerfile"), "FROM scratch\nCOPY f /\nLABEL x=" + label + "\n");
    jdock
        .in(folder)
        .run(
            "build",
            "-q",
            "-o",
            "type=image,push=true,oci-mediatypes=true,store=false,name=" + name,
            "c")
        .ok();
    return name;
  }

  private Result create(String... words) {
    var command = new ArrayList<>(List.of("buildx", "imagetools", "create"));
    command.addAll(List.of(words));
    return jdock.in(folder).run(command.toArray(String[]::new));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private String digest(String name) {
    return jdock
        .run("buildx", "imagetools", "inspect", "--format", "{{.Manifest.Digest}}", name)
        .text();
  }

  @Test
  void imagesOfARegistryBecomeAnIndexThere() throws IOException {
    try (Registry registry = Registry.start()) {
      String one = push(registry.host() + "/one:1", "one");
      String two = push(registry.host() + "/two:1", "two");
      // An image with store=false is in the registry alone.
      jdock.run("image", "inspect", one).exits(1);
      String made = registry.host() + "/made:1";
      create("-t", made, one).ok();
      JsonNode index = json(jdock.run("buildx", "imagetools", "inspect", "--raw", made).text());
      assertThat(index.path("mediaType").asText()).isEqualTo(OCI_INDEX);
      assertThat(index.path("manifests").path(0).path("digest").asText()).isEqualTo(digest(one));
      assertThat(index.path("manifests").path(0).path("platform").path("os").asText())
          .isEqualTo("linux");
      create("-t", made, "--append", two).ok();
      assertThat(jdock.run("buildx", "imagetools", "inspect", made).ok().out())
          .contains(
              "Name:      " + made + "\n", made + "@" + digest(one), made + "@" + digest(two));
      jdock.run("pull", "-q", made).ok();
      jdock.run("rmi", made).ok();
    }
  }

  @Test
  void annotationsPlatformsAndFilesChooseWhatIsInIt() throws IOException {
    try (Registry registry = Registry.start()) {
      String one = push(registry.host() + "/one:1", "one");
      JsonNode index =
          json(create("--dry-run", "--annotation", "index,manifest-descriptor:k=v", one).text());
      assertThat(index.path("annotations").path("k").asText()).isEqualTo("v");
      assertThat(index.path("manifests").path(0).path("annotations").path("k").asText())
          .isEqualTo("v");
      String own = index.path("manifests").path(0).path("platform").path("architecture").asText();
      assertThat(
              json(create("--dry-run", "--platform", "linux/" + own, one).text()).path("manifests"))
          .hasSize(1);
      create("--dry-run", "--platform", "plan9/386", one)
          .exits(1)
          .saysOnErr("ERROR: none of the manifests match the provided platforms");
      Files.writeString(folder.resolve("d.json"), "{\"digest\":\"" + digest(one) + "\"}");
      String again = registry.host() + "/one:2";
      create("-t", again, "--file", "d.json", "--prefer-index=false").ok();
      assertThat(digest(again)).isEqualTo(digest(one));
    }
  }

  @Test
  void whatIsNoSourceIsRefused() {
    create("--dry-run", "a b")
        .exits(1)
        .saysOnErr("valid sources are digests, references and descriptors");
    create("--dry-run", "--file", "none")
        .exits(1)
        .saysOnErr("open none: no such file or directory");
    String digest = "sha256:" + "0".repeat(64);
    create("--dry-run", digest).exits(1).saysOnErr("no repositories specified");
    try (Registry registry = Registry.start()) {
      String none = registry.host() + "/none:1";
      create("--dry-run", none).exits(1).saysOnErr("ERROR: " + none + ": not found");
      create("--dry-run", "--annotation", "k=v", none).exits(1);
    }
  }
}
