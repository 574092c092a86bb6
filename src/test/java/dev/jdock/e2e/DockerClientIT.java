package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Docker's own command, of several ages, over the socket of the API. */
@EndToEnd
@JdockOnly("it is a docker over jdock's socket")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerClientIT {
  private final Jdock suite;
  private final ApiEngine engine;
  private final String image;
  @TempDir private Path folder;

  DockerClientIT(Jdock jdock) {
    this.suite = jdock;
    this.engine = ApiEngine.of(jdock);
    this.image = jdock.busybox();
  }

  private static List<DockerClient> clients() {
    return DockerClient.all();
  }

  @BeforeAll
  void clientsAreThere() {
    assertThat(suite.isReal()).isFalse();
    assumeFalse(clients().isEmpty(), DockerClient.missing());
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  private Jdock docker(DockerClient client) {
    return client.on(engine, folder);
  }

  private void remove(Jdock docker, String... containers) {
    for (String container : containers) {
      docker.run("rm", "-f", "-v", container).ok();
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void agreesOnAVersion(DockerClient client) {
    Jdock docker = docker(client);
    docker.run("version").ok().saysOnOut("Version:").saysOnOut("Engine:");
    docker.run("version", "-f", "{{.Server.APIVersion}}").prints("1.55");
    // Programs refuse a Docker that is too old for them.
    docker.run("version", "-f", "{{.Server.Version}}").prints("29.7.2");
    docker.run("info", "-f", "{{.ServerVersion}}").prints("29.7.2");
    docker.run("info").ok().saysOnOut("Storage Driver: overlay2");
    docker.run("info", "-f", "{{.Swarm.LocalNodeState}}").prints("inactive");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void runsAndKeepsBothOutputsAndTheExitCodeApart(DockerClient client) {
    Result result =
        docker(client).run("run", "--rm", image, "sh", "-c", "echo out; echo err >&2; exit 3");
    assertThat(result.exits(3).out()).isEqualTo("out\n");
    assertThat(result.err()).isEqualTo("err\n");
    docker(client).run("run", "--rm", image, "nosuch").exits(127);
    docker(client).run("run", "--rm", image, "/etc/hostname").exits(126);
    docker(client).run("ps", "-aq").printsNothing();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void readsStandardInputToItsEnd(DockerClient client) {
    String input = "line\n".repeat(50_000);
    Result result = docker(client).runWithInput(input, "run", "-i", "--rm", image, "cat");
    assertThat(result.ok().out()).isEqualTo(input);
    docker(client).runWithInput("12345", "run", "-i", "--rm", image, "wc", "-c").prints("5");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void hasATerminal(DockerClient client) {
    Jdock docker = docker(client);
    try (Terminal terminal =
        docker.terminal(
            30,
            100,
            "run",
            "-it",
            "--rm",
            image,
            "sh",
            "-c",
            // The oldest clients say the size only once the container runs.
            "echo ready; read x; until stty size | grep '[1-9]'; do sleep 0.1; done; echo got"
                + " $x")) {
      terminal.awaitText("ready");
      terminal.type("word\n");
      terminal.awaitText("30 100");
      terminal.awaitText("got word");
      terminal.await().ok();
    }
    docker.run("ps", "-aq").printsNothing();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void followsALog(DockerClient client) {
    Jdock docker = docker(client);
    docker
        .run(
            "run", "-d", "-i", "--name", "log", image, "sh", "-c", "echo one; read x; echo two >&2")
        .ok();
    try {
      docker.awaitLog("log", "one");
      assertThat(docker.run("logs", "-t", "log").text()).matches("\\d{4}-.*Z one");
      try (Running following = docker.start("logs", "-f", "--tail", "1", "log")) {
        following.closeInput().awaitOut("one");
        docker.run("kill", "log").ok();
        following.await().ok();
        assertThat(following.outSoFar()).isEqualTo("one\n");
      }
    } finally {
      remove(docker, "log");
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void attachesAndRunsFurtherProcesses(DockerClient client) {
    Jdock docker = docker(client);
    docker.run("run", "-d", "-i", "--name", "box", image, "cat").ok();
    try {
      Result exec =
          docker.run(
              "exec",
              "-e",
              "A=b",
              "-w",
              "/tmp",
              "box",
              "sh",
              "-c",
              "echo $A; pwd; echo e >&2; exit 4");
      assertThat(exec.exits(4).out()).isEqualTo("b\n/tmp\n");
      assertThat(exec.err()).isEqualTo("e\n");
      docker.runWithInput("in", "exec", "-i", "box", "cat").ok().saysOnOut("in");
      docker.run("exec", "-d", "box", "touch", "/made").printsNothing();
      Eventually.that(
          () -> "/made is missing",
          () -> docker.run("exec", "box", "test", "-e", "/made").exitCode() == 0);
      docker.run("exec", "box", "nosuch").exits(127);
      docker.run("exec", "-w", "/nosuch", "box", "pwd").exits(127);
      try (Running attached = docker.start("attach", "box")) {
        attached.send("hello\n").awaitOut("hello");
        docker.run("kill", "box").ok();
        attached.await().exits(137);
      }
      docker.run("wait", "box").prints("137");
    } finally {
      remove(docker, "box");
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void copiesBothWays(DockerClient client) throws IOException {
    Jdock docker = docker(client);
    Path source = Files.createDirectories(folder.resolve("cp/dir"));
    Files.writeString(source.resolve("file"), "content\n");
    docker.run("create", "--name", "copy", image, "true").ok();
    try {
      docker.run("cp", source.toString(), "copy:/tmp").ok();
      docker.run("cp", "copy:/tmp/dir/file", folder.resolve("cp/back").toString()).ok();
      assertThat(folder.resolve("cp/back")).hasContent("content\n");
      docker.run("cp", "copy:/nosuch", folder.toString()).exits(1).saysOnErr("copy");
      assertThat(docker.run("diff", "copy").lines()).contains("A /tmp/dir", "A /tmp/dir/file");
      Path tar = folder.resolve("cp/out.tar");
      docker.run("export", "-o", tar.toString(), "copy").ok();
      assertThat(Host.run("tar", "tf", tar.toString()).ok().lines()).contains("tmp/dir/file");
    } finally {
      remove(docker, "copy");
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void buildsWithoutBuildKit(DockerClient client) throws IOException {
    Jdock docker = docker(client);
    Path context = Files.createDirectories(folder.resolve("build"));
    Files.writeString(context.resolve("file"), "content\n");
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM "
            + image
            + "\nARG V=1\nCOPY file /file\nRUN echo building $V\nCMD [\"cat\", \"/file\"]\n");
    String tag = "built-" + client.name();
    Result built =
        docker.run(
            Duration.ofMinutes(1), "build", "--build-arg", "V=7", "-t", tag, context.toString());
    built
        .ok()
        .saysOnOut("Step 1/5")
        .saysOnOut("building 7")
        .saysOnOut("Successfully tagged " + tag);
    docker.run("run", "--rm", tag).prints("content");
    Files.writeString(context.resolve("Dockerfile"), "FROM " + image + "\nRUN exit 3\n");
    docker.run("build", context.toString()).exits(3).saysOnErr("returned a non-zero code: 3");
    docker.run("rmi", "-f", tag).ok();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void savesLoadsTagsAndCommits(DockerClient client) {
    Jdock docker = docker(client);
    Path tar = folder.resolve(client.name() + ".tar");
    docker.run("run", "--name", "changed", image, "touch", "/new").ok();
    docker.run("commit", "-m", "a message", "changed", "committed:1").ok();
    remove(docker, "changed");
    docker.run("tag", "committed:1", "committed:2").printsNothing();
    docker.run("history", "committed:2").ok().saysOnOut("a message");
    docker.run("save", "-o", tar.toString(), "committed:2").ok();
    docker.run("rmi", "committed:1", "committed:2").ok();
    docker.run("load", "-i", tar.toString()).ok().saysOnOut("Loaded image: committed:2");
    docker.run("run", "--rm", "committed:2", "ls", "/new").prints("/new");
    docker.run("images", "-q", "committed").ok();
    docker.run("rmi", "committed:2").ok();
    docker.run("image", "inspect", "committed:2").exits(1);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void tellsOfEvents(DockerClient client) {
    Jdock docker = docker(client);
    try (Running events =
        docker.start(
            "events",
            "--filter",
            "type=container",
            "--format",
            "{{.Action}} {{.Actor.Attributes.name}}")) {
      events.closeInput();
      // Whoever listens hears of what happens from then on: the first may be missed.
      Eventually.that(
          () -> "no event: " + events.errSoFar(),
          () -> {
            docker.run("run", "--rm", "--name", "told", image, "true").ok();
            return events.outSoFar().contains("start told");
          });
      events.awaitOut("destroy told");
    }
    String now = Long.toString(System.currentTimeMillis() / 1000 + 1);
    docker.run("events", "--since", "1", "--until", now).ok().saysOnOut("container destroy");
  }

  @ParameterizedTest
  @MethodSource("clients")
  void measuresWhatRuns(DockerClient client) {
    Jdock docker = docker(client);
    docker.run("run", "-d", "--name", "busy", "--memory", "64m", image, "sleep", "1000").ok();
    try {
      docker
          .run("stats", "--no-stream", "--format", "{{.Name}} {{.PIDs}}", "busy")
          .prints("busy 1");
      docker.run("top", "busy").ok().saysOnOut("sleep 1000");
      docker.run("update", "--memory", "128m", "--memory-swap", "256m", "busy").prints("busy");
      assertThat(docker.format("busy", "{{.HostConfig.Memory}}")).isEqualTo("134217728");
      docker.run("pause", "busy").prints("busy");
      docker.run("ps", "--format", "{{.Status}}").ok().saysOnOut("(Paused)");
      docker.run("unpause", "busy").prints("busy");
      docker.run("rename", "busy", "busier").printsNothing();
      docker.run("restart", "-t", "0", "busier").prints("busier");
      docker.run("stop", "-t", "0", "busier").prints("busier");
      docker.run("stop", "busier").prints("busier");
      docker.run("system", "df").ok().saysOnOut("Containers");
    } finally {
      docker.run("rm", "-f", "busy", "busier");
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void connectsContainersByNetworks(DockerClient client) {
    Jdock docker = docker(client);
    docker.run("network", "create", "--label", "a=b", "net").ok();
    docker.run("volume", "create", "vol").prints("vol");
    try {
      docker
          .run(
              "run",
              "-d",
              "--name",
              "server",
              "--network",
              "net",
              "--network-alias",
              "web",
              "-v",
              "vol:/www",
              "-p",
              "127.0.0.1::80",
              image,
              "sh",
              "-c",
              "echo page >/www/index.html; httpd -f -h /www")
          .ok();
      Eventually.that(
          () -> "no page: " + docker.run("logs", "server"),
          () ->
              docker
                  .run("run", "--rm", "--network", "net", image, "wget", "-qO-", "http://web/")
                  .out()
                  .equals("page\n"));
      String port = docker.run("port", "server", "80").text();
      Host.awaitPage("http://" + port + "/", "page");
      docker.run("network", "connect", "bridge", "server").printsNothing();
      docker.run("network", "disconnect", "bridge", "server").printsNothing();
      docker.run("network", "inspect", "-f", "{{len .Containers}}", "net").prints("1");
      docker.run("network", "rm", "net").exits(1).saysOnErr("has active endpoints");
      docker.run("network", "ls", "--filter", "label=a=b", "--format", "{{.Name}}").prints("net");
      remove(docker, "server");
      docker.run("run", "--rm", "-v", "vol:/v", image, "cat", "/v/index.html").prints("page");
    } finally {
      docker.run("rm", "-f", "server");
      docker.run("network", "rm", "net");
      docker.run("volume", "rm", "vol");
    }
    docker.run("volume", "ls", "-q").printsNothing();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void removesWhatNobodyUses(DockerClient client) {
    Jdock docker = docker(client);
    docker.run("create", "--name", "unused", image).ok();
    docker.run("network", "create", "unused").ok();
    docker.run("create", "--name", "anonymous", "-v", "/v", image).ok();
    docker.run("container", "prune", "-f").ok().saysOnOut("Deleted Containers");
    docker.run("network", "prune", "-f").ok().saysOnOut("unused");
    docker.run("volume", "prune", "-f").ok().saysOnOut("Deleted Volumes");
    docker.run("volume", "ls", "-q").printsNothing();
    docker.run("image", "prune", "-f").ok();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void hasTheContainersOfTheCommandLine(DockerClient client) {
    Jdock docker = docker(client);
    engine.jdock().run("run", "-d", "--name", "ours", image, "sleep", "1000").ok();
    docker.run("ps", "--format", "{{.Names}} {{.Image}}").prints("ours " + image);
    assertThat(docker.inspect("ours")).isEqualTo(engine.jdock().inspect("ours"));
    docker.run("rm", "-f", "ours").prints("ours");
    engine.jdock().run("ps", "-aq").printsNothing();
  }

  @Test
  void clientsOfEveryAgeAreServedAlike() {
    for (DockerClient client : clients()) {
      docker(client)
          .run(
              "create",
              "--name",
              "of-" + client.name(),
              "-e",
              "A=b",
              "--memory",
              "64m",
              "-p",
              "80",
              "-v",
              "/v",
              "--tmpfs",
              "/t",
              "--cap-add",
              "net_admin",
              "--restart",
              "on-failure:3",
              "--init",
              image,
              "true")
          .ok();
    }
    List<String> shown =
        clients().stream()
            .map(client ->
                docker(client)
                    .format(
                        "of-" + client.name(),
                        "{{json .HostConfig.CapAdd}} {{json .HostConfig.RestartPolicy}} {{json"
                            + " .Config.Env}} {{.HostConfig.Memory}} {{json .HostConfig.Tmpfs}}"
                            + " {{.HostConfig.Init}} {{json .Config.Volumes}} {{json"
                            + " .Config.ExposedPorts}}"))
            .distinct()
            .toList();
    clients().forEach(client -> remove(docker(client), "of-" + client.name()));
    assertThat(shown).hasSize(1);
  }
}
