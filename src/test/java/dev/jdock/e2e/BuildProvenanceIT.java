package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said beside a build's result of how it was made. */
@EndToEnd
@JdockOnly("Docker's own store, which the suite asks for, has no attestations")
class BuildProvenanceIT {
  private static final String SECRET = "open-sesame-1f3a";
  private static final String ARGUMENT = "value-of-an-argument";

  private final Jdock jdock;
  private @TempDir Path context = Path.of("");
  private @TempDir Path folder = Path.of("");

  BuildProvenanceIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void writeDockerfile() {
    Host.write(context.resolve("f"), "text\n");
    Host.write(folder.resolve("secret"), SECRET);
    Host.write(
        context.resolve("Dockerfile"),
        """
        FROM %s AS base
        ARG A
        RUN --mount=type=secret,id=s --mount=type=secret,id=t,env=T \\
            test ${#T} = %d && cat /run/secrets/s >/dev/null && echo p >/p
        FROM scratch
        COPY --from=base /p /p
        COPY f /d/f
        """
            .formatted(jdock.busybox(), SECRET.length()));
  }

  private Result build(String... flags) {
    var command =
        new ArrayList<>(
            List.of(
                "buildx",
                "build",
                "--build-arg",
                "A=" + ARGUMENT,
                "--secret",
                "id=s,src=secret",
                "--secret",
                "id=t,src=secret"));
    command.addAll(List.of(flags));
    command.add(context.toString());
    return jdock.in(folder).run(command.toArray(String[]::new));
  }

  private static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode blob(JsonNode descriptor) {
    return json(layoutBlob(descriptor.path("digest").asText()));
  }

  private Path layoutBlob(String digest) {
    return folder.resolve("o/blobs/sha256/" + digest.substring(digest.indexOf(':') + 1));
  }

  /** The index of the layout in {@code o}. */
  private JsonNode index() {
    return blob(json(folder.resolve("o/index.json")).path("manifests").path(0));
  }

  private JsonNode statement() {
    JsonNode entry = index().path("manifests").path(1);
    assertThat(entry.path("platform").path("os").asText()).isEqualTo("unknown");
    assertThat(entry.path("annotations").path("vnd.docker.reference.type").asText())
        .isEqualTo("attestation-manifest");
    JsonNode layer = blob(entry).path("layers").path(0);
    assertThat(layer.path("mediaType").asText()).isEqualTo("application/vnd.in-toto+json");
    return blob(layer);
  }

  private void layout(String provenance, String... flags) {
    var all = new ArrayList<>(List.of("-o", "type=oci,tar=false,dest=o", provenance));
    all.addAll(List.of(flags));
    build(all.toArray(String[]::new)).ok();
  }

  @Test
  void anIndexHasTheImageAndWhatIsSaidOfIt() {
    layout("--provenance=true", "-t", "some/name:1");
    JsonNode image = index().path("manifests").path(0);
    assertThat(image.path("platform").path("os").asText()).isEqualTo("linux");
    JsonNode statement = statement();
    JsonNode subject = statement.path("subject").path(0);
    assertThat(subject.path("name").asText()).startsWith("pkg:docker/some/name@1?platform=linux");
    assertThat("sha256:" + subject.path("digest").path("sha256").asText())
        .isEqualTo(image.path("digest").asText());
    assertThat(index().path("manifests").path(1).path("annotations"))
        .anyMatch(value -> value.asText().equals(image.path("digest").asText()));
    JsonNode predicate = statement.path("predicate");
    assertThat(statement.path("predicateType").asText())
        .isEqualTo("https://slsa.dev/provenance/v0.2");
    assertThat(predicate.path("materials").path(0).path("uri").asText()).startsWith("pkg:docker/");
    assertThat(predicate.path("materials").path(0).path("digest").path("sha256").asText())
        .hasSize(64);
    JsonNode parameters = predicate.path("invocation").path("parameters");
    assertThat(parameters.path("args").path("build-arg:A").asText()).isEqualTo(ARGUMENT);
    assertThat(parameters.path("secrets").findValuesAsText("id")).containsExactly("s", "t");
    assertThat(parameters.path("locals").findValuesAsText("name"))
        .containsExactly("context", "dockerfile");
    JsonNode steps = predicate.path("buildConfig").path("llbDefinition");
    assertThat(steps.findValuesAsText("dest")).contains("/run/secrets/s", "/d/f");
    JsonNode details =
        predicate.path("metadata").path("https://mobyproject.org/buildkit@v1#metadata");
    assertThat(details.path("layers").elements().next().path(0).size())
        .isEqualTo(blob(image).path("layers").size())
        .isPositive();
  }

  @Test
  void theRepositoryThatTheFolderLiesInIsNamed() {
    Path repository = context.resolve("repository");
    String commit = "0123456789abcdef0123456789abcdef01234567";
    Host.write(repository.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    Host.write(repository.resolve(".git/refs/heads/main"), commit + "\n");
    Host.write(repository.resolve(".git/objects/info/none"), "");
    Host.write(
        repository.resolve(".git/config"),
        """
        [core]
          repositoryformatversion = 0
        [remote "origin"]
          url = https://a:%s@example.com/a/b.git
        """
            .formatted(SECRET));
    Host.write(repository.resolve("sub/Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    List<String> build =
        List.of("build", "-o", "type=oci,tar=false,dest=o", "--provenance=mode=min");
    var command = new ArrayList<>(build);
    command.add(repository.resolve("sub").toString());
    String[] line = command.toArray(String[]::new);
    jdock.in(folder).run(line).ok();
    JsonNode vcs = repositoryTold();
    assertThat(vcs.path("source").asText()).isEqualTo("https://example.com/a/b.git");
    assertThat(vcs.path("revision").asText()).isEqualTo(commit);
    assertThat(vcs.path("localdir:context").asText()).isEqualTo("sub");
    assertThat(vcs.path("localdir:dockerfile").asText()).isEqualTo("sub");
    Host.run("rm", "-rf", folder.resolve("o").toString()).ok();
    jdock.in(folder).with("BUILDX_GIT_INFO", "false").run(line).ok();
    assertThat(repositoryTold().isMissingNode()).isTrue();
  }

  private JsonNode repositoryTold() {
    return statement()
        .path("predicate")
        .path("metadata")
        .path("https://mobyproject.org/buildkit@v1#metadata")
        .path("vcs");
  }

  @Test
  void secretsAreNowhereAndArgumentsInTheWholeOnly() throws IOException {
    for (String mode : List.of("min", "max")) {
      Host.run("rm", "-rf", folder.resolve("o").toString()).ok();
      layout("--provenance=mode=" + mode, "--metadata-file", "m");
      String said = statement().toString();
      assertThat(said).doesNotContain(SECRET);
      assertThat(said.contains(ARGUMENT)).isEqualTo(mode.equals("max"));
      assertThat(said.contains("llbDefinition")).isEqualTo(mode.equals("max"));
      JsonNode metadata = json(folder.resolve("m"));
      assertThat(metadata.toString().contains(ARGUMENT)).isEqualTo(mode.equals("max"));
      assertThat(Files.readString(folder.resolve("m"))).doesNotContain(SECRET);
      assertThat(metadata.path("containerimage.digest"))
          .isEqualTo(json(folder.resolve("o/index.json")).path("manifests").path(0).path("digest"));
    }
  }

  @Test
  void theNewerVersionSaysTheSameByOtherNames() {
    layout(
        "--attest=type=provenance,version=v1,builder-id=https://example.com/b,reproducible=true");
    JsonNode predicate = statement().path("predicate");
    assertThat(statement().path("predicateType").asText())
        .isEqualTo("https://slsa.dev/provenance/v1");
    JsonNode definition = predicate.path("buildDefinition");
    assertThat(definition.path("resolvedDependencies").size()).isPositive();
    assertThat(definition.path("externalParameters").path("configSource").path("path").asText())
        .isEqualTo("Dockerfile");
    JsonNode run = predicate.path("runDetails");
    assertThat(run.path("builder").path("id").asText()).isEqualTo("https://example.com/b");
    assertThat(run.path("metadata").path("buildkit_reproducible").asBoolean()).isTrue();
  }

  @Test
  void theSameInputsOfAnEpochGiveTheSameIndex() throws IOException {
    Host.write(context.resolve("Dockerfile"), "FROM scratch\nCOPY f /\n");
    String[] flags = {"--build-arg", "SOURCE_DATE_EPOCH=1000000", "--no-cache"};
    layout("--provenance=mode=max", flags);
    String first = Files.readString(folder.resolve("o/index.json"));
    assertThat(statement().findValue("buildStartedOn").asText()).isEqualTo("1970-01-12T13:46:40Z");
    Host.run("rm", "-rf", folder.resolve("o").toString()).ok();
    layout("--provenance=mode=max", flags);
    assertThat(Files.readString(folder.resolve("o/index.json"))).isEqualTo(first);
  }

  @Test
  void filesHaveADocumentBesideThem() {
    build("-o", "out", "--provenance=mode=min").ok();
    JsonNode statement = json(folder.resolve("out/provenance.json"));
    assertThat(statement.path("subject").findValuesAsText("name")).containsExactly("d/f", "p");
    assertThat(statement.path("subject").findValuesAsText("sha256"))
        .contains("b9e68e1bea3e5b19ca6b2f98b73a54b73daafaa250484902e09982e07a12e733");
    build("-o", "other", "--provenance=inline-only=true").ok();
    assertThat(folder.resolve("other")).isDirectoryNotContaining("glob:**provenance.json");
    build("-o", "type=tar,dest=t.tar", "--provenance=filename=how.json").ok();
    Host.run("tar", "tf", folder.resolve("t.tar").toString()).prints("d/\nd/f\np\nhow.json");
    build("-o", "again", "--provenance=filename=p")
        .exits(1)
        .saysOnErr("the result has a file p of its own");
    assertThat(folder.resolve("again")).doesNotExist();
  }

  @Test
  void aRegistryGetsTheIndexAndGivesTheImage() {
    try (Registry registry = Registry.start()) {
      String name = registry.host() + "/made:1";
      build("-t", name, "--push", "--provenance=true", "--metadata-file", "m").ok();
      String digest = json(folder.resolve("m")).path("containerimage.digest").asText();
      jdock
          .run("buildx", "imagetools", "inspect", name)
          .ok()
          .saysOnOut(digest)
          .saysOnOut("vnd.docker.reference.type: attestation-manifest")
          .saysOnOut("unknown/unknown");
      jdock
          .run(
              "buildx",
              "imagetools",
              "inspect",
              "--format",
              "{{json .Provenance.SLSA.invocation.parameters.args}}",
              name)
          .ok()
          .saysOnOut(ARGUMENT);
      String id = jdock.run("image", "inspect", "-f", "{{.Id}}", name).text();
      jdock.run("rmi", name).ok();
      jdock.run("pull", "-q", name).ok();
      assertThat(jdock.run("image", "inspect", "-f", "{{.Id}}", name).text()).isEqualTo(id);
      assertThat(jdock.run("image", "inspect", "-f", "{{.RepoDigests}}", name).text())
          .contains(digest);
      jdock.run("rmi", name).ok();
    }
  }

  @Test
  void anArchiveWithItCanBeLoaded() {
    String image = jdock.image();
    build("-t", image, "-o", "type=oci,dest=o.tar", "--provenance=true").ok();
    jdock.in(folder).run("load", "-i", "o.tar").ok();
    jdock.run("image", "inspect", image).ok();
  }

  @Test
  void nothingIsSaidUnlessItIsAskedFor() {
    Host.write(context.resolve("Dockerfile"), "FROM scratch\nCOPY f /\n");
    layout("--provenance=false");
    assertThat(index().path("manifests").isMissingNode()).isTrue();
    build("-o", "type=cacheonly", "--metadata-file", "m").ok();
    assertThat(json(folder.resolve("m")).path("buildx.build.provenance").path("buildType").asText())
        .isEqualTo("https://mobyproject.org/buildkit@v1");
    jdock
        .in(folder)
        .with("BUILDX_METADATA_PROVENANCE", "disabled")
        .run("buildx", "build", "-o", "type=cacheonly", "--metadata-file", "m", context.toString())
        .ok();
    assertThat(json(folder.resolve("m")).has("buildx.build.provenance")).isFalse();
  }

  @Test
  void bakeAsksForItToo() {
    Host.write(
        folder.resolve("docker-bake.json"),
        """
        {"target": {"default": {"context": "%s", "args": {"A": "a"},
          "secret": ["id=s,src=secret", "id=t,src=secret"],
          "output": ["type=oci,tar=false,dest=o"], "attest": ["type=provenance,mode=min"]}}}
        """
            .formatted(context));
    jdock.in(folder).run("buildx", "bake", "--allow", "fs=*").ok();
    assertThat(statement().path("predicate").path("buildType").asText()).contains("buildkit");
  }

  @Test
  void aStatementIsMadeOfTextAsItIs() {
    Host.write(context.resolve("Dockerfile"), "FROM scratch\nLABEL x=\"ä \\\"q\\\"\"\nCOPY f /\n");
    layout("--provenance=mode=max", "--label", "y=ö\"");
    String data = statement().findValue("data").asText();
    assertThat(new String(java.util.Base64.getDecoder().decode(data), StandardCharsets.UTF_8))
        .contains("LABEL x=\"ä");
    assertThat(statement().findValue("label:y").asText()).isEqualTo("ö\"");
  }
}
