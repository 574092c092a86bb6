package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.build.AllowedDevices;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.Entitlement;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.StepLimits;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.ssh.ForwardedAgent;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildImageTest {
  private static final String ID = "sha256:" + "1a".repeat(32);

  private final CommandLineHarness harness = new CommandLineHarness();

  @TempDir private Path folder;
  @TempDir private Path engines;

  @BeforeEach
  void answer() throws IOException {
    harness.workingDirectory = folder;
    Files.writeString(folder.resolve("Dockerfile"), "FROM a\n");
    harness.engine.answer("build", arguments -> ID);
    harness.engine.answer(
        "receive",
        arguments ->
            ReceivedContext.read(harness.engine.argument("receive", InputStream.class), engines));
  }

  private BuildRequest request() {
    return harness.engine.argument("build", BuildRequest.class);
  }

  private String dockerfile() {
    return new String(request().dockerfile().content(), StandardCharsets.UTF_8);
  }

  @Test
  void readsTheFolderInPlace() {
    assertThat(harness.run("build", "-t", "a:1", "-t", "b", "."))
        .isEqualTo(new CommandLineHarness.Result(0, "", ""));
    assertThat(request().context().directory()).isEqualTo(folder);
    assertThat(dockerfile()).isEqualTo("FROM a\n");
    assertThat(request().tags()).containsExactly("a:1", "b");
    assertThat(folder.resolve("Dockerfile")).exists();
  }

  @Test
  void passesItsFlagsOn() throws IOException {
    harness.environment.put("FROM_USER", "u");
    Files.createDirectory(folder.resolve("sub"));
    Files.writeString(folder.resolve("sub/Other"), "FROM b\n");
    harness.run(
        "build",
        "-f",
        "sub/Other",
        "--build-arg",
        "A=1",
        "--build-arg",
        "FROM_USER",
        "--build-arg",
        "UNSET",
        "--label",
        "l=2",
        "--target",
        "stage",
        "--no-cache",
        "--pull",
        "--network",
        "none",
        "--add-host",
        "h:1.2.3.4",
        "--platform",
        "linux/arm64",
        ".");
    BuildRequest request = request();
    assertThat(dockerfile()).isEqualTo("FROM b\n");
    assertThat(request.dockerfile().name()).isEqualTo("Other");
    assertThat(request.dockerfile().ignoreFiles())
        .containsExactly(folder.resolve("sub/Other.dockerignore"), folder.resolve(".dockerignore"));
    assertThat(request.buildArgs()).isEqualTo(Map.of("A", "1", "FROM_USER", "u"));
    assertThat(request.labels()).isEqualTo(Map.of("l", "2"));
    assertThat(request.target()).isEqualTo("stage");
    assertThat(request.noCache()).isTrue();
    assertThat(request.pull()).isTrue();
    assertThat(request.network()).isEqualTo("none");
    assertThat(request.extraHosts()).isEqualTo(Map.of("h", "1.2.3.4"));
    assertThat(request.platform()).isEqualTo("linux/arm64");
  }

  @Test
  void aDockerfileCanComeFromStandardInput() {
    harness.input = "FROM c\n".getBytes(StandardCharsets.UTF_8);
    harness.run("build", "-f", "-", ".");
    assertThat(dockerfile()).isEqualTo("FROM c\n");
    assertThat(request().context().directory()).isEqualTo(folder);
  }

  @Test
  void aLoneDockerfileOnStandardInputHasAnEmptyContextThatGoesAway() {
    harness.input = "FROM c\n".getBytes(StandardCharsets.UTF_8);
    harness.engine.answer(
        "build",
        arguments -> {
          assertThat(request().context().directory()).isEmptyDirectory();
          return ID;
        });
    assertThat(harness.run("build", "-q", "-"))
        .isEqualTo(new CommandLineHarness.Result(0, ID + "\n", ""));
    assertThat(dockerfile()).isEqualTo("FROM c\n");
    assertThat(engines).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          build -f - -               | ERROR: failed to build: invalid argument: can't use stdin for both build context and dockerfile
          build -f x -               | ERROR: failed to build: ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles
          build nope                 | ERROR: failed to build: unable to prepare context: path "nope" not found
          build Dockerfile           | ERROR: failed to build: unable to prepare context: path "Dockerfile" is not a directory
          build -f nope .            | ERROR: failed to build: failed to solve: failed to read dockerfile: open nope: no such file or directory
          build --progress x .       | ERROR: invalid progress mode x
          build --progress tty .     | ERROR: failed to get console: provided file is not a console
          build -q --progress tty .  | ERROR: progress=tty and quiet cannot be used together
          build --iidfile no/id .    | ERROR: writing image ID file: open no/id: no such file or directory
          """)
  void tellsWhatIsWrong(String line, String message) {
    harness.input = "FROM c\n".getBytes(StandardCharsets.UTF_8);
    assertThat(harness.run(line.split(" +")))
        .isEqualTo(new CommandLineHarness.Result(1, "", message + "\n"));
    assertThat(engines).isEmptyDirectory();
  }

  @Test
  void writesTheIdToAFileAndRemovesAnOldOne() throws IOException {
    harness.run("build", "--iidfile", "id", ".");
    assertThat(folder.resolve("id")).hasContent(ID);
    harness.engine.answer(
        "build",
        arguments -> {
          throw JdockException.internal("disk full", new IOException("disk full"));
        });
    assertThat(harness.run("build", "--iidfile", "id", ".").err())
        .isEqualTo("ERROR: failed to build: failed to solve: disk full\n");
    assertThat(folder.resolve("id")).doesNotExist();
  }

  @Test
  void showsTheFailingStepAndItsPlace() {
    harness.engine.answer(
        "build",
        arguments -> {
          BuildProgress progress = request().progress();
          var step = new BuildProgress.Vertex(1, "[2/2] RUN false");
          progress.started(step);
          byte[] output = "why\n".getBytes(StandardCharsets.UTF_8);
          progress.output(step, true, output, output.length);
          progress.finished(step, "exit code: 1");
          throw new DockerfileException("exit code: 1", "Dockerfile:2\n---\n");
        });
    CommandLineHarness.Result result = harness.run("build", "-q", ".");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().replaceAll("(?m)^[0-9]+\\.[0-9]{3} why$", "SECONDS why"))
        .isEqualTo(
            """
            ------
             > [2/2] RUN false:
            SECONDS why
            ------
            Dockerfile:2
            ---
            ERROR: failed to build: failed to solve: exit code: 1
            """);
  }

  @Test
  void aWrongFlagIsNoFailureToSolve() {
    harness.engine.answer(
        "build",
        arguments -> {
          throw JdockException.invalid("invalid tag \"A\"");
        });
    assertThat(harness.run("build", "-t", "A", ".").err())
        .isEqualTo("ERROR: failed to build: invalid tag \"A\"\n");
  }

  @Test
  void theEnvironmentChoosesTheProgress() {
    harness.environment.put("BUILDKIT_PROGRESS", "quiet");
    assertThat(harness.run("build", ".").out()).isEqualTo(ID + "\n");
    assertThat(harness.run("build", "--progress", "plain", ".").out()).isEmpty();
  }

  @Test
  void passesLimitsOfStepsOn() {
    harness.run(
        "build",
        "-m",
        "64m",
        "--memory-swap",
        "-1",
        "-c",
        "5",
        "--cpu-period",
        "6000",
        "--cpu-quota",
        "7000",
        "--cpuset-cpus",
        "0-1",
        "--cpuset-mems",
        "0",
        "--cgroup-parent",
        "/p",
        "--shm-size",
        "1m",
        "--ulimit",
        "nofile=1:2",
        "--security-opt",
        "seccomp=unconfined",
        ".");
    assertThat(request().run().limits())
        .isEqualTo(
            new StepLimits(
                64 << 20,
                -1,
                5,
                6000,
                7000,
                "0-1",
                "0",
                "/p",
                1 << 20,
                List.of(new StepLimits.Ulimit("nofile", 1, 2))));
    assertThat(request().run().security()).containsExactly("seccomp=unconfined");
  }

  @Test
  void withoutFlagsNothingIsAskedOfSteps() {
    harness.run("build", ".");
    assertThat(request().run()).isEqualTo(RunOptions.none());
  }

  @Test
  void passesOnWhatIsAllowed() {
    harness.run(
        "build",
        "--allow",
        "network.host",
        "--allow",
        "security.insecure",
        "--allow",
        "device=v.com/c=d",
        "--allow",
        "",
        ".");
    assertThat(request().run().allowed())
        .containsExactlyInAnyOrder(Entitlement.NETWORK_HOST, Entitlement.SECURITY_INSECURE);
    assertThat(request().run().devices())
        .isEqualTo(new AllowedDevices(false, Set.of("v.com/c=d"), Map.of()));
    harness.run("build", "--allow", "device=v.com/c=d,alias=o.com/c=e", ".");
    assertThat(request().run().devices())
        .isEqualTo(new AllowedDevices(false, Set.of(), Map.of("o.com/c=e", "v.com/c=d")));
    assertThat(harness.run("build", "--allow", "device=a,as=b", ".").err())
        .contains("unknown device config key \"as\"");
    harness.run("build", "--allow", "device", ".");
    assertThat(request().run().devices().all()).isTrue();
  }

  @Test
  void secretsAreReadWhenTheyAreWanted() throws IOException {
    harness.environment.put("named", "by its id");
    harness.environment.put("OTHER", "by another name");
    Files.writeString(folder.resolve("file"), "old");
    harness.run(
        "build",
        "--secret",
        "id=f,src=file",
        "--secret",
        "id=named",
        "--secret",
        "id=e,env=OTHER",
        "--secret",
        "type=env,id=t,src=OTHER",
        "--secret",
        "id=unset,env=UNSET",
        "--secret",
        "id=file",
        ".");
    Map<String, RunOptions.Secret> secrets = request().run().secrets();
    Files.writeString(folder.resolve("file"), "new");
    assertThat(text(secrets, "f")).isEqualTo("new");
    assertThat(text(secrets, "named")).isEqualTo("by its id");
    assertThat(text(secrets, "e")).isEqualTo("by another name");
    assertThat(text(secrets, "t")).isEqualTo("by another name");
    assertThat(text(secrets, "unset")).isEmpty();
    assertThat(text(secrets, "file")).isEqualTo("new");
    assertThat(request().toString()).doesNotContain("new").doesNotContain("by its id");
    Files.writeString(folder.resolve("file"), "newer");
    assertThat(text(secrets, "f")).as("is read once").isEqualTo("new");
  }

  private static String text(Map<String, RunOptions.Secret> secrets, String id) {
    return java.util.Objects.requireNonNull(secrets.get(id)).read().text(id);
  }

  @Test
  void aSecretThatGrowsTooLargeIsRefused() throws IOException {
    Files.writeString(folder.resolve("file"), "small");
    harness.run("build", "--secret", "id=f,src=file", ".");
    Files.write(folder.resolve("file"), new byte[500 * 1024 + 1]);
    Map<String, RunOptions.Secret> secrets = request().run().secrets();
    assertThatThrownBy(() -> text(secrets, "f")).hasMessage("secret f too big. max size 500KiB");
  }

  @Test
  void anAgentIsASocketOfTheUsers() throws IOException {
    Path socket = folder.resolve("agent");
    try (ServerSocketChannel agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      agent.bind(UnixDomainSocketAddress.of(socket));
      harness.environment.put("SSH_AUTH_SOCK", socket.toString());
      harness.run("build", "--ssh", "default", "--ssh", "two=" + socket, ".");
      assertThat(request().run().agents())
          .isEqualTo(
              Map.of("default", new ForwardedAgent(socket), "two", new ForwardedAgent(socket)));
      assertThat(harness.run("build", "--ssh", "a=" + socket + "," + socket, ".").err())
          .contains("only single socket allowed");
    }
    assertThat(harness.run("build", "--ssh", "a", "--ssh", "a", ".").err())
        .isEqualTo("ERROR: failed to build: duplicate agent ID \"a\"\n");
    harness.environment.remove("SSH_AUTH_SOCK");
    assertThat(harness.run("build", "--ssh", "a", ".").err())
        .isEqualTo(
            "ERROR: failed to build: failed to convert agent config {a [] false}: invalid empty ssh"
                + " agent socket: make sure SSH_AUTH_SOCK is set\n");
  }
}
