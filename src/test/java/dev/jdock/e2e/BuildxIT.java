package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Docker's buildx, which speaks BuildKit's protocol, over the socket of the API. */
@EndToEnd
@JdockOnly("it is Docker's buildx over jdock's socket")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuildxIT {
  private static final String DOCKERFILE =
      """
      FROM IMAGE AS base
      ARG WHO=nobody
      COPY . /context
      RUN --mount=type=secret,id=token cat /run/secrets/token > /length; echo "for $WHO" > /who
      FROM scratch AS files
      COPY --from=base /who /context/kept /out/
      FROM base
      RUN wc -c < /length && cat /who && ls /context
      """;

  private final ApiEngine engine;
  private final String image;
  @TempDir private Path folder;

  BuildxIT(Jdock jdock) {
    this.engine = ApiEngine.of(jdock);
    this.image = jdock.busybox();
  }

  private static List<DockerClient> clients() {
    return DockerClient.all().stream().filter(client -> client.has("buildx")).toList();
  }

  @BeforeAll
  void clientsAreThere() {
    assumeFalse(clients().isEmpty(), DockerClient.missing());
  }

  @BeforeEach
  void writeContext() {
    Path context = folder.resolve("context");
    Host.write(context.resolve("Dockerfile"), DOCKERFILE.replace("IMAGE", image));
    Host.write(context.resolve("kept"), "kept\n");
    Host.write(context.resolve("dropped"), "dropped\n");
    Host.write(context.resolve("big"), "0123456789".repeat(200_000));
    Host.write(context.resolve(".dockerignore"), "# none of these\ndropped\n");
    Host.write(folder.resolve("token"), "secret!\n");
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  private Jdock docker(DockerClient client) {
    return client
        .on(engine, folder)
        .with("DOCKER_BUILDKIT", "1")
        .with("BUILDKIT_PROGRESS", "plain");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void buildsAnImageOfAContextWithASecret(DockerClient client) {
    String name = "built-by-" + client;
    Result build =
        docker(client)
            .run(
                "build",
                "--no-cache",
                "--secret",
                "id=token,src=token",
                "--build-arg",
                "WHO=" + client,
                "--label",
                "by=" + client,
                "-t",
                name,
                "context")
            .ok();
    assertThat(build.err()).contains("for " + client, "exporting to image", " kept");
    assertThat(build.err()).doesNotContain(" dropped", "secret!");
    engine.jdock().run("run", "--rm", name, "cat", "/length").prints("secret!");
    engine
        .jdock()
        .run("image", "inspect", "-f", "{{.Config.Labels.by}}", name)
        .prints(client.toString());
    assertThat(
            docker(client)
                .run(
                    "build",
                    "--secret",
                    "id=token,src=token",
                    "--build-arg",
                    "WHO=" + client,
                    "--label",
                    "by=" + client,
                    "context")
                .ok()
                .err())
        .contains("CACHED");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void sendsFilesAndArchivesBack(DockerClient client) throws IOException {
    Path out = folder.resolve("out-" + client);
    docker(client)
        .run("buildx", "build", "--target", "files", "-o", out.toString(), "context")
        .ok();
    assertThat(Files.readString(out.resolve("out/kept"))).isEqualTo("kept\n");
    assertThat(Files.readString(out.resolve("out/who"))).isEqualTo("for nobody\n");
    Path archive = folder.resolve(client + ".tar");
    docker(client)
        .run("buildx", "build", "--target", "files", "-o", "type=tar,dest=" + archive, "context")
        .ok();
    assertThat(Host.run("tar", "tf", archive.toString()).ok().out()).contains("out/kept");
  }

  /** Buildx itself asks Docker's daemon for none of it unless its images may be indexes. */
  @ParameterizedTest
  @MethodSource("clients")
  void asksForAttestationsOnlyWhereThereIsRoomForThem(DockerClient client) {
    for (String flag : List.of("--provenance=true", "--sbom=true", "--attest=type=sbom")) {
      assertThat(docker(client).run("buildx", "build", flag, "context").exits(1).err())
          .containsIgnoringCase("attestation");
    }
    docker(client)
        .run("buildx", "build", "--provenance=false", "--target", "files", "-o", "n", "context")
        .ok();
    assertThat(folder.resolve("n/provenance.json")).doesNotExist();
  }

  /** Which buildx does not look at: the build has them where files are asked for. */
  @ParameterizedTest
  @MethodSource("clients")
  void attestsFilesWhereBuildArgumentsAskForIt(DockerClient client) throws IOException {
    Path scanner = folder.resolve("scanner");
    Host.write(
        scanner.resolve("Dockerfile"),
        "FROM "
            + image
            + "\nCOPY said /\nENTRYPOINT [\"cp\", \"/said\", \"/run/out/sbom.spdx.json\"]\n");
    Host.write(
        scanner.resolve("said"),
        "{\"predicateType\": \"https://spdx.dev/Document\", \"predicate\": {\"name\": \"n\"}}");
    String generator = "scanner-of-" + client;
    docker(client).run("build", "-q", "-t", generator, "scanner").ok();
    Path out = folder.resolve("attested-" + client);
    List<String> build =
        List.of(
            "buildx",
            "build",
            "--target=files",
            "--build-arg=BUILDKIT_ATTEST_PROVENANCE=mode=min",
            "--build-arg=BUILDKIT_ATTEST_SBOM=generator=" + generator,
            "context");
    var toFiles = new ArrayList<>(build);
    toFiles.add("--output=" + out);
    docker(client).run(toFiles.toArray(String[]::new)).ok();
    assertThat(Files.readString(out.resolve("provenance.json")))
        .contains("https://slsa.dev/provenance/", "out/kept");
    assertThat(Files.readString(out.resolve("sbom.spdx.json")))
        .contains("https://spdx.dev/Document", "out/kept", "\"name\":\"n\"");
    var toStore = new ArrayList<>(build);
    toStore.add("--tag=attested-by-" + client);
    docker(client).run(toStore.toArray(String[]::new)).ok();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void showsTheLinesThatAreToBlame(DockerClient client) {
    Result failed =
        docker(client)
            .runWithInput("FROM " + image + "\nRUN echo why; exit 3\n", "build", "-")
            .exits(1);
    assertThat(failed.err())
        .contains(
            "why",
            ">>> RUN echo why; exit 3",
            "process \"/bin/sh -c echo why; exit 3\" did not complete successfully: exit code: 3");
    assertThat(docker(client).run("build", "-f", "nowhere", "context").exits(1).err())
        .contains("failed to read dockerfile: open nowhere: no such file or directory");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void tellsWhatTheCacheHas(DockerClient client) {
    docker(client).run("buildx", "ls").ok().saysOnOut("running");
    assertThat(docker(client).run("buildx", "du").ok().out()).contains("Total:");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void leavesNoContextBehind(DockerClient client) throws IOException {
    docker(client).run("build", "-q", "--target", "base", "context").ok();
    try (Stream<Path> files = Files.walk(engine.jdock().root())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("context-"));
    }
  }

  /** Of a folder that the engine keeps between builds. */
  private List<String> kept() throws IOException {
    try (Stream<Path> files = Files.walk(engine.jdock().root().resolve("build-cache/contexts"))) {
      return files
          .map(Path::toString)
          .filter(file -> file.contains("/files/"))
          .map(file -> file.substring(file.indexOf("/files/") + "/files/".length()))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void onlyWhatTheDockerfileNamesAndHasChangedIsSent(DockerClient client) throws IOException {
    engine.jdock().run("builder", "prune", "-af").ok();
    Path context = folder.resolve("partial-" + client);
    Host.write(
        context.resolve("Dockerfile"), "FROM " + image + "\nARG WHAT=w?nted\nCOPY $WHAT s /in/\n");
    Host.write(context.resolve("wänted"), "for all\n");
    Host.write(context.resolve("s/large"), "0123456789".repeat(30_000));
    Host.write(context.resolve("s/small"), "one\n");
    Host.write(context.resolve("not"), "for nobody\n");
    Jdock docker = docker(client);
    String build = "build-of-parts-" + client;
    docker.run("build", "-t", build, context.toString()).ok();
    assertThat(kept()).containsExactlyInAnyOrder("wänted", "s", "s/large", "s/small");
    Host.write(context.resolve("s/small"), "another\n");
    Files.delete(context.resolve("wänted"));
    Host.write(context.resolve("wanted"), "for all\n");
    assertThat(docker.run("build", "-t", build, context.toString()).ok().err())
        .containsPattern("transferring context: [0-9.]+B ");
    engine.jdock().run("run", "--rm", build, "cat", "/in/wanted").prints("for all");
    engine.jdock().run("run", "--rm", build, "cat", "/in/small").prints("another");
    assertThat(kept()).containsExactlyInAnyOrder("wanted", "s", "s/large", "s/small");
    assertThat(docker.run("buildx", "du", "--verbose").ok().out())
        .contains("local source for context", "source.local");
    engine.jdock().run("builder", "prune", "-f", "--filter", "type=source.local").ok();
    assertThat(kept()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void tellsOfADockerfileInsteadOfBuildingIt(DockerClient client) {
    String help = docker(client).run("buildx", "build", "--help").out();
    assumeTrue(help.contains("--call"), client + "'s buildx has no --call");
    Path context = folder.resolve("asked");
    Host.write(
        context.resolve("Dockerfile"),
        """
        # check=experimental=CopyIgnoredFile
        FROM scratch AS base
        ARG WHO=me
        COPY dropped /$NOT
        FROM scratch AS last
        """);
    Host.write(context.resolve(".dockerignore"), "dropped\n");
    Jdock docker = docker(client);
    docker
        .run("buildx", "build", "--check", "--target", "base", "asked")
        .exits(1)
        .saysOnOut("Check complete, 2 warnings have been found!")
        .saysOnOut("CopyIgnoredFile")
        .saysOnOut("\nasked/Dockerfile:4\n");
    docker.run("buildx", "build", "--check", "--target", "last", "asked").ok();
    docker
        .run("buildx", "build", "--call=outline", "--target", "base", "asked")
        .ok()
        .saysOnOut("WHO         me");
    docker
        .run("buildx", "build", "--call=targets,format=json", "asked")
        .ok()
        .saysOnOut("\"name\": \"last\",\n      \"default\": true,");
    docker
        .run("buildx", "build", "--call=wrong", "asked")
        .exits(1)
        .saysOnErr("unsupported request frontend.wrong");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void lendsAnAgentToSteps(DockerClient client) throws IOException {
    Path add = Path.of("/usr/bin/ssh-add");
    assumeTrue(Files.isExecutable(add), "there is no OpenSSH here");
    Path context = folder.resolve("agent-" + client);
    Host.write(
        context.resolve("Dockerfile"),
        "FROM scratch\nCOPY files /\nRUN --mount=type=ssh [\"/usr/bin/ssh-add\", \"-L\"]\n");
    copy(add, context.resolve("files"));
    for (String word : Host.run("ldd", add.toString()).ok().out().split("\\s+")) {
      if (word.startsWith("/")) {
        copy(Path.of(word), context.resolve("files"));
      }
    }
    Path key = context.resolve("key");
    Host.run(
            "ssh-keygen",
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-C",
            "of " + client,
            "-f",
            key.toString())
        .ok();
    Path socket = folder.resolve("agent-of-" + client);
    Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
    try {
      Eventually.that(() -> "the agent does not listen", () -> Files.exists(socket));
      Host.run(context, Map.of("SSH_AUTH_SOCK", socket.toString()), "ssh-add", "-q", key.toString())
          .ok();
      Jdock user = docker(client).with("SSH_AUTH_SOCK", socket.toString());
      String dockerfile = context.toString();
      assertThat(user.run("build", "--no-cache", "--ssh", "default", dockerfile).ok().err())
          .contains("ssh-ed25519 ", "of " + client);
      assertThat(user.run("build", "--no-cache", dockerfile).exits(1).err())
          .contains("Error connecting to agent");
    } finally {
      agent.destroy();
    }
  }

  private static void copy(Path file, Path root) throws IOException {
    Path to = root.resolve(file.toString().substring(1));
    Files.createDirectories(to.getParent());
    Files.copy(file.toRealPath(), to);
  }
}
