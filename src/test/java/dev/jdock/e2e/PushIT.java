package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** push, with skopeo as the judge of what the registry has then. */
@EndToEnd
class PushIT {

  private final Jdock jdock;
  private final Registry registry = Registry.start();
  private String image = "";

  PushIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void build(@TempDir Path folder) {
    image = registry.host() + "/team/app:1";
    Host.write(
        folder.resolve("Dockerfile"),
        "FROM " + jdock.busybox() + "\nRUN cat /proc/sys/kernel/random/uuid >/id\n");
    jdock.run("build", "-t", image, folder.toString()).ok();
  }

  @AfterEach
  void close() {
    jdock.run("rmi", "-f", image, named(":2"), named("/copy:1"));
    registry.close();
  }

  private String named(String ending) {
    return (ending.startsWith("/") ? registry.host() : registry.host() + "/team/app") + ending;
  }

  private static JsonNode skopeo(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "skopeo";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      return new ObjectMapper().readTree(Host.run(command).ok().out());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String digest(Result push) {
    String last = push.ok().lines().getLast();
    assertThat(last).matches("[a-z0-9]+: digest: sha256:[0-9a-f]{64} size: [0-9]+");
    return last.split(" ")[2];
  }

  @Test
  void theRegistryHasWhatWasSaid() {
    Result push = jdock.run("push", image);
    assertThat(push.lines().getFirst())
        .isEqualTo("The push refers to repository [" + named("") + "]");
    assertThat(push.lines()).filteredOn(line -> line.matches("[0-9a-f]{12}: Preparing")).hasSize(2);
    assertThat(push.lines()).filteredOn(line -> line.matches("[0-9a-f]{12}: Pushed")).hasSize(2);
    JsonNode seen = skopeo("inspect", "--tls-verify=false", "docker://" + image);
    assertThat(seen.path("Digest").asText()).isEqualTo(digest(push));
    JsonNode config = skopeo("inspect", "--config", "--tls-verify=false", "docker://" + image);
    assertThat(config.path("rootfs").path("diff_ids").toString())
        .isEqualTo(jdock.inspect(image).path("RootFS").path("Layers").toString());
    assertThat(jdock.format(image, "{{index .RepoDigests 0}}"))
        .isEqualTo(named("@" + digest(push)));
  }

  @Test
  void layersUnpackToWhatTheyWere(@TempDir Path folder) {
    jdock.run("push", "-q", image).prints(image);
    Path layout = folder.resolve("layout");
    Host.run(
            "skopeo",
            "copy",
            "-q",
            "--src-tls-verify=false",
            "docker://" + image,
            "oci:" + layout + ":1")
        .ok();
    Host.run("umoci", "unpack", "--image", layout + ":1", folder.resolve("bundle").toString()).ok();
    assertThat(Host.read(folder.resolve("bundle/rootfs/id")))
        .isEqualTo(jdock.run("run", "--rm", image, "cat", "/id").ok().out());
  }

  @Test
  void whatIsThereIsNotSentAgain() {
    String first = digest(jdock.run("push", image));
    Result again = jdock.run("push", image);
    assertThat(digest(again)).isEqualTo(first);
    assertThat(again.lines())
        .filteredOn(line -> line.matches("[0-9a-f]{12}: Layer already exists"))
        .hasSize(2);
    jdock.run("tag", image, named("/copy:1")).ok();
    Result elsewhere = jdock.run("push", named("/copy:1"));
    assertThat(digest(elsewhere)).isEqualTo(first);
    assertThat(elsewhere.lines())
        .filteredOn(line -> line.matches("[0-9a-f]{12}: Mounted from team/app"))
        .hasSize(2);
  }

  @Test
  void aPulledImageKeepsItsDigest() {
    String first = digest(jdock.run("push", image));
    jdock.run("rmi", image).ok();
    jdock.run("pull", "-q", image).ok();
    assertThat(digest(jdock.run("push", image))).isEqualTo(first);
  }

  @Test
  void allTagsArePushed() {
    jdock.run("tag", image, named(":2")).ok();
    jdock.run("push", "-a", named("")).ok();
    assertThat(
            skopeo("list-tags", "--tls-verify=false", "docker://" + named(""))
                .path("Tags")
                .toString())
        .contains("\"1\"", "\"2\"");
  }

  @Test
  void mistakesAreToldOf() {
    jdock.run("push", named(":9")).exits(1).saysOnErr("tag does not exist: " + named(":9"));
    jdock
        .run("push", named("/none"))
        .exits(1)
        .saysOnErr("An image does not exist locally with the tag: " + named("/none"));
    jdock
        .run("push", named("@sha256:" + "0".repeat(64)))
        .exits(1)
        .saysOnErr("cannot push a digest reference");
  }
}
