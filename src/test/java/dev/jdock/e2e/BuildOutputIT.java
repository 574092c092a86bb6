package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build's result becomes. */
@EndToEnd
@JdockOnly("Docker's old builder, which the suite asks for, has no such flags")
class BuildOutputIT {
  private final Jdock jdock;
  private @TempDir Path context = Path.of("");
  private @TempDir Path folder = Path.of("");

  BuildOutputIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void writeDockerfile() {
    Host.write(context.resolve("f"), "text\n");
    Host.write(
        context.resolve("Dockerfile"),
        """
        FROM scratch
        COPY --chmod=750 f /d/f
        CMD ["/d/f"]
        """);
  }

  private Result build(String... flags) {
    var command = new ArrayList<>(List.of("build"));
    command.addAll(List.of(flags));
    command.add(context.toString());
    return jdock.in(folder).run(command.toArray(String[]::new));
  }

  private JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void filesComeToAFolder() throws IOException {
    Host.write(folder.resolve("a/out/old"), "old\n");
    build("-o", "a/out").ok();
    assertThat(Host.filesBelow(folder)).contains("a/out/old", "a/out/d/f");
    assertThat((int) Files.getAttribute(folder.resolve("a/out/d/f"), "unix:mode") & 07777)
        .isEqualTo(0750);
  }

  @Test
  void filesComeAsAnArchiveToStandardOutput() throws IOException {
    Path script =
        Host.write(
            folder.resolve("script"),
            "cd '%s' && %s build -o - . >'%s/t.tar' && tar tf '%s/t.tar'\n"
                .formatted(context, String.join(" ", jdock.commandLine()), folder, folder));
    Host.run(folder, jdock.environment(), "sh", script.toString()).prints("d/\nd/f");
  }

  @Test
  void aFailedBuildLeavesNoOutput() {
    Host.write(context.resolve("Dockerfile"), "FROM scratch\nCOPY nothing /\n");
    build("-o", "out", "--metadata-file", "m", "-o", "type=oci,dest=o.tar").exits(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aMetadataFileInNoFolderIsToldAfterTheBuild() {
    build("-o", "type=cacheonly", "--metadata-file", "no/m")
        .exits(1)
        .saysOnErr("\nERROR: invalid output path: stat no: no such file or directory\n");
  }

  @Test
  void archivesCanBeLoaded() {
    for (String type : List.of("oci", "docker")) {
      for (String compression : List.of("gzip", "zstd", "uncompressed")) {
        String image = jdock.image();
        build(
                "-t",
                image,
                "--metadata-file",
                "m",
                "-o",
                "type=%s,dest=i.tar,compression=%s".formatted(type, compression))
            .ok();
        assertThat(jdock.run("images", "-q", image).out()).isEmpty();
        jdock.run("load", "-i", folder.resolve("i.tar").toString()).ok();
        assertThat(jdock.format(image, "{{.Id}}"))
            .isEqualTo(json(folder.resolve("m")).path("containerimage.config.digest").asText());
      }
    }
  }

  @Test
  void severalOutputsComeOfOneBuild() {
    String image = jdock.image();
    build("-t", image, "--load", "-o", "out", "-o", "type=oci,tar=false,dest=layout").ok();
    assertThat(jdock.format(image, "{{.Config.Cmd}}")).isEqualTo("[/d/f]");
    assertThat(folder.resolve("out/d/f")).exists();
    JsonNode entry = json(folder.resolve("layout/index.json")).path("manifests").path(0);
    assertThat(entry.path("annotations").path("org.opencontainers.image.ref.name").asText())
        .isEqualTo("latest");
    assertThat(folder.resolve("layout/blobs/" + entry.path("digest").asText().replace(":", "/")))
        .exists();
  }

  @Test
  void anImageIsPushedInTheFormAskedFor() {
    try (Registry registry = Registry.start()) {
      String name = registry.host() + "/team/app:1";
      build(
              "-t",
              name,
              "--push",
              "-o",
              "type=image,compression=zstd",
              "--annotation",
              "who=me",
              "--metadata-file",
              "m")
          .ok();
      JsonNode metadata = json(folder.resolve("m"));
      assertThat(metadata.path("image.name").asText()).isEqualTo(name);
      JsonNode manifest = json(registry.blob(metadata.path("containerimage.digest").asText()));
      assertThat(manifest.path("annotations").path("who").asText()).isEqualTo("me");
      assertThat(manifest.path("layers").path(0).path("mediaType").asText()).endsWith("tar+zstd");
      assertThat(manifest.path("config").path("digest").asText())
          .isEqualTo(metadata.path("containerimage.config.digest").asText());
      jdock.run("rmi", name).ok();
      jdock.run("pull", "-q", name).ok();
      jdock.run("rmi", name).ok();
    }
  }

  @Test
  void aRegistryThatIsNotThereFailsTheBuild() {
    String name = "127.0.0.1:" + Host.freePort() + "/x:1";
    build("-t", name, "--push", "--metadata-file", "m").exits(1).saysOnErr("refused");
    assertThat(folder.resolve("m")).doesNotExist();
    jdock.run("rmi", name).ok();
  }
}
