package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an image says beside a build's result of the software in it (BuildKit's sbom-protocol.md).
 */
@EndToEnd
@JdockOnly("Docker's own store, which the suite asks for, has no attestations")
class BuildSbomIT {
  /** Says of each tree it is shown, by the tree's name, that it has two files in it. */
  private static final String SCAN =
      """
      set -e
      id -u; env | grep SCAN
      touch "$BUILDKIT_SCAN_SOURCE/new" && exit 9
      for tree in "$BUILDKIT_SCAN_SOURCE" ${BUILDKIT_SCAN_SOURCE_EXTRAS:+"$BUILDKIT_SCAN_SOURCE_EXTRAS"/*}; do
        name=$(basename "$tree")
        echo "$name has" $(ls "$tree")
        cat >"$BUILDKIT_SCAN_DESTINATION/$name.spdx.json" <<END
      {"_type": "https://in-toto.io/Statement/v0.1", "predicateType": "https://spdx.dev/Document",
       "subject": [], "predicate": {"spdxVersion": "SPDX-2.3", "name": "$name",
       "creationInfo": {"creators": ["Tool: test"]},
       "files": [{"fileName": "/d/f"}, {"fileName": "p"}, {"fileName": "/none"}]}}
      END
      done
      """;

  private final Jdock jdock;
  private final String scanner;
  private @TempDir Path context = Path.of("");
  private @TempDir Path folder = Path.of("");

  BuildSbomIT(Jdock jdock) {
    this.jdock = jdock;
    this.scanner = jdock.image();
  }

  @BeforeEach
  void makeScanner() {
    Host.write(folder.resolve("scanner/scan"), SCAN);
    Host.write(
        folder.resolve("scanner/Dockerfile"),
        """
        FROM %s
        COPY scan /scan
        USER 1234
        ENTRYPOINT ["sh", "/scan"]
        """
            .formatted(jdock.busybox()));
    jdock.in(folder).run("build", "-q", "-t", scanner, "scanner").ok();
    Host.write(context.resolve("f"), "text\n");
    Host.write(
        context.resolve("Dockerfile"),
        """
        FROM %s AS base
        ARG BUILDKIT_SBOM_SCAN_STAGE
        RUN env >/p
        FROM scratch
        ARG BUILDKIT_SBOM_SCAN_CONTEXT
        COPY --from=base /p /p
        COPY f /d/f
        """
            .formatted(jdock.busybox()));
  }

  private Result build(String... flags) {
    var command = new ArrayList<>(List.of("buildx", "build", "--progress=plain"));
    command.addAll(List.of(flags));
    command.add(context.toString());
    return jdock.in(folder).run(command.toArray(String[]::new));
  }

  private JsonNode json(String file) {
    try {
      return new ObjectMapper().readTree(folder.resolve(file).toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode blob(JsonNode descriptor) {
    String digest = descriptor.path("digest").asText();
    return json("o/blobs/sha256/" + digest.substring(digest.indexOf(':') + 1));
  }

  @Test
  void filesHaveADocumentForEachTreeThatIsWanted() {
    Result build =
        build(
            "--sbom=generator=" + scanner + ",DEPTH=3",
            "--build-arg=BUILDKIT_SBOM_SCAN_STAGE=other,base",
            "--build-arg=BUILDKIT_SBOM_SCAN_CONTEXT=true",
            "--output=out");
    build
        .ok()
        .saysOnErr("generating sbom using docker.io/library/" + scanner + ":latest")
        .saysOnErr("BUILDKIT_SCAN_DEPTH=3")
        .saysOnErr("sbom has d p")
        .saysOnErr("sbom-context has Dockerfile f");
    assertThat(build.err()).containsPattern(" 0\n");
    assertThat(json("out/sbom.spdx.json").path("subject").findValuesAsText("name"))
        .containsExactly("d/f", "p");
    assertThat(json("out/sbom-base.spdx.json").path("predicate").path("name").asText())
        .isEqualTo("sbom-base");
    assertThat(folder.resolve("out/sbom-context.spdx.json")).exists();
    // What is for the scanner is no variable of commands.
    assertThat(folder.resolve("out/p")).content().doesNotContain("BUILDKIT_SBOM");
  }

  @Test
  void theResultAloneIsLookedAtUnlessMoreIsAskedFor() {
    build("--attest=type=sbom,generator=" + scanner, "--output=type=tar,dest=t.tar").ok();
    Host.run("tar", "tf", folder.resolve("t.tar").toString()).prints("d/\nd/f\np\nsbom.spdx.json");
  }

  @Test
  void anIndexHasWhatIsInTheImageBeforeHowItWasMade() {
    build(
            "--sbom=generator=" + scanner,
            "--provenance=true",
            "--tag=some/name:1",
            "--output=type=oci,tar=false,dest=o")
        .ok();
    JsonNode index = blob(json("o/index.json").path("manifests").path(0));
    JsonNode image = index.path("manifests").path(0);
    JsonNode attestation = blob(index.path("manifests").path(1));
    assertThat(attestation.findValuesAsText("in-toto.io/predicate-type"))
        .containsExactly("https://spdx.dev/Document", "https://slsa.dev/provenance/v0.2");
    assertThat(blob(attestation.path("config")).path("rootfs").path("diff_ids").size())
        .isEqualTo(2);
    JsonNode statement = blob(attestation.path("layers").path(0));
    assertThat(statement.path("subject").path(0).path("name").asText())
        .startsWith("pkg:docker/some/name@1?platform=linux");
    assertThat("sha256:" + statement.path("subject").findValue("sha256").asText())
        .isEqualTo(image.path("digest").asText());
    JsonNode layers = blob(image).path("layers");
    JsonNode files = statement.path("predicate").path("files");
    assertThat(files.path(0).path("comment").asText())
        .isEqualTo("layerID: " + layers.path(1).path("digest").asText());
    assertThat(files.path(1).path("comment").asText())
        .isEqualTo("layerID: " + layers.path(0).path("digest").asText());
    assertThat(files.path(2).has("comment")).isFalse();
    JsonNode provenance = blob(attestation.path("layers").path(1)).path("predicate");
    assertThat(provenance.path("materials").findValuesAsText("uri"))
        .anyMatch(uri -> uri.startsWith("pkg:docker/" + scanner));
    assertThat(provenance.path("buildConfig").toString()).doesNotContain("/run/src");
  }

  @Test
  void whatWasFoundIsFoundAgainUntilTheResultChanges() {
    String[] flags = {"--sbom=generator=" + scanner, "--output=out"};
    build(flags).ok();
    assertThat(build(flags).ok().err()).doesNotContain("sbom has");
    Host.write(context.resolve("f"), "other\n");
    build(flags).ok().saysOnErr("sbom has");
  }

  @Test
  void aRegistryTellsOfIt() {
    try (Registry registry = Registry.start()) {
      String name = registry.host() + "/made:1";
      build("--tag=" + name, "--push", "--sbom=generator=" + scanner).ok();
      jdock
          .run("buildx", "imagetools", "inspect", "--format", "{{.SBOM.SPDX.name}}", name)
          .prints("sbom");
      jdock.run("rmi", name).ok();
    }
  }

  @Test
  void bakeAsksForItToo() {
    Host.write(
        folder.resolve("docker-bake.json"),
        """
        {"target": {"default": {"context": "%s", "output": ["out"],
          "attest": ["type=sbom,generator=%s"]}}}
        """
            .formatted(context, scanner));
    jdock.in(folder).run("buildx", "bake", "--allow", "fs=*").ok();
    assertThat(folder.resolve("out/sbom.spdx.json")).exists();
  }

  @Test
  void scannersThatCannotBeRunOrSayNonsenseFailTheBuild() {
    String other = jdock.image();
    Host.write(
        folder.resolve("other/Dockerfile"),
        "FROM "
            + scanner
            + "\nENTRYPOINT [\"sh\", \"-c\", \"echo nonsense > /run/out/a; exit $BUILDKIT_SCAN_CODE\"]\n");
    jdock.in(folder).run("build", "-q", "-t", other, "other").ok();
    build("--sbom=generator=" + other + ",CODE=0", "--output=out")
        .exits(1)
        .saysOnErr("ERROR: failed to build: failed to solve: cannot decode in-toto statement: a:");
    build("--sbom=generator=" + other + ",CODE=3", "--output=out")
        .exits(1)
        .saysOnErr("did not complete successfully: exit code: 3");
    Host.write(folder.resolve("other/Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    jdock.in(folder).run("build", "-q", "-t", other, "other").ok();
    build("--sbom=generator=" + other, "--output=out")
        .exits(1)
        .saysOnErr("failed to solve: scanner docker.io/library/" + other + ":latest does not");
    build("--sbom=generator=localhost:1/none", "--output=out")
        .exits(1)
        .saysOnErr("failed to resolve source metadata for localhost:1/none:latest: ");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
