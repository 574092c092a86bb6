package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An engine whose launchers are killed, which is stopped, or has too much to do. */
@EndToEnd
@JdockOnly("Docker's daemon is started by others")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineLifeIT {

  private final Jdock suite;
  private OwnRoot root;
  private Jdock jdock;

  EngineLifeIT(Jdock jdock) {
    this.suite = jdock;
    this.jdock = jdock;
  }

  @BeforeAll
  void prepare() {
    root = OwnRoot.of(suite);
    jdock = root.jdock();
  }

  @AfterAll
  void close() {
    root.close();
  }

  private void stop() {
    jdock.run("engine", "stop", "--force").ok();
  }

  private Result shell(String script) {
    String program = String.join(" ", jdock.commandLine());
    return Host.run(
        Path.of("/"), jdock.environment(), "bash", "-c", script.replace("JDOCK", program));
  }

  @Test
  void killedLauncherLeavesAnEngineThatAnswersOrNone() {
    String[] signals = {"INT", "TERM", "KILL", "HUP"};
    for (int i = 0; i < 12; i++) {
      stop();
      shell("timeout -s %s 0.%03d JDOCK ps".formatted(signals[i % 4], 1 + i * 50));
      Result next = jdock.run(Duration.ofSeconds(50), "ps", "-q");
      assertThat(next.exitCode())
          .as("after %s at %d ms: %s", signals[i % 4], i * 50, next)
          .isZero();
    }
    stop();
    jdock.run("engine", "status").exits(3);
  }

  @Test
  void launcherInJavaDoesAllThatToo() throws IOException {
    String launcher =
        Path.of(jdock.commandLine().getFirst())
            .toRealPath()
            .resolveSibling("jdock-java")
            .toString();
    stop();
    Host.run(Path.of("/"), jdock.environment(), launcher, "ps", "-q").ok();
    String pid = jdock.engine();
    suspend(pid);
    try {
      Host.run(
              Path.of("/"),
              jdock.with("JDOCK_WAIT_SECONDS", "5").environment(),
              launcher,
              "ps",
              "-q")
          .exits(125)
          .saysOnErr(
              "jdock: the engine did not answer within 5 s: see %s/engine.log"
                  .formatted(root.path()));
    } finally {
      Host.run("kill", "-s", "CONT", pid).ok();
    }
    stop();
    shell("timeout -s INT 0.7 " + launcher + " ps");
    Host.run(Path.of("/"), jdock.environment(), launcher, "ps", "-q").ok();
    Host.run(Path.of("/"), jdock.environment(), launcher, "--version")
        .prints(jdock.run("--version").text());
  }

  @Test
  void killedEnginesApiSocketGoesWithTheNextEngine() {
    stop();
    jdock.run("engine", "start", "--api").ok();
    Path socket = Path.of(new StateRoot(root.path()).runDirectory() + "-api", "docker.sock");
    assertThat(socket).exists();
    jdock.killEngine();
    assertThat(socket).exists();
    jdock.run("ps", "-q").ok();
    assertThat(socket).doesNotExist();
    stop();
    // Its folder goes behind the engine's last answer.
    Eventually.that(
        () -> "there is " + socket.getParent(), () -> !Files.exists(socket.getParent()));
  }

  @Test
  void readerOfAnInheritedPipeSeesItsEnd() {
    stop();
    shell("bash -c 'exec 3>&1; JDOCK ps -q >/dev/null' | cat").ok();
  }

  @Test
  void callerWithoutStandardDescriptorsStartsAnEngine() {
    stop();
    shell("JDOCK ps 0<&- 1>&- 2>&-").ok();
    assertThat(link(jdock.engine(), "fd/0")).isEqualTo("/dev/null");
    assertThat(link(jdock.engine(), "fd/1"))
        .isEqualTo(root.path().resolve("engine.log").toString());
  }

  private static String link(String pid, String name) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", pid, name)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In a pid namespace of its own, since not every process 1 lets others look into it. */
  @Test
  void engineIsInTheNamespacesOfProcessOneWhateverTheCallersAre() {
    stop();
    String script =
        """
        unshare -m -n -u -i sh -ec 'mount -t tmpfs none /mnt; exec JDOCK ps -q'
        engine=$(JDOCK engine status | sed -n 's/pid: //p')
        for name in net uts ipc; do
          [ $(readlink /proc/$engine/ns/$name) = $(readlink /proc/1/ns/$name) ] || echo its own $name
        done
        grep ' /mnt .* tmpfs ' /proc/$engine/mountinfo
        JDOCK engine stop
        while [ -e /proc/$engine ]; do sleep 0.05; done
        """;
    Result result =
        Host.run(
            Path.of("/"),
            jdock.environment(),
            "unshare",
            "-p",
            "-f",
            "-m",
            "--mount-proc",
            "bash",
            "-c",
            script.replace("JDOCK", String.join(" ", jdock.commandLine())));
    assertThat(result.out()).as("%s", result).isEmpty();
  }

  @Test
  void tooFewOpenFilesAreSaidInOneLine() {
    stop();
    Result result = shell("ulimit -n 100; exec JDOCK ps");
    // Some kernels let root raise a hard limit, others nobody.
    if (result.exitCode() != 0) {
      result.exits(125).saysOnErr("the limit of open files is 100 here (ulimit -n)");
      assertThat(result.err().lines()).hasSize(1);
    }
    jdock.run("ps").ok();
  }

  /** Until each of its threads has seen that, one may still take a connection. */
  private static void suspend(String pid) {
    Host.run("kill", "-s", "STOP", pid).ok();
    Eventually.that(
        () -> "process " + pid + " goes on",
        () ->
            Host.run("sh", "-c", "grep -hs ^State: /proc/" + pid + "/task/*/status; true")
                .lines()
                .stream()
                .allMatch(line -> line.contains("T (stopped)")));
  }

  @Test
  void engineThatDoesNotAnswerIsAnErrorAfterAWhile() {
    jdock.run("ps").ok();
    String pid = jdock.engine();
    suspend(pid);
    try {
      Result result = jdock.with("JDOCK_WAIT_SECONDS", "5").run("ps").exits(125);
      assertThat(result.err().lines())
          .containsExactly(
              "jdock: waiting for the engine to answer",
              "jdock: the engine (process %s) did not answer within 5 s: see %s/engine.log; kill -9 %s ends it, and containers go on"
                  .formatted(pid, root.path(), pid));
    } finally {
      Host.run("kill", "-s", "CONT", pid).ok();
    }
    jdock.run("ps").ok();
  }

  @Test
  void stoppedEngineThatCannotBeFoundIsAnErrorAfterAWhile() throws IOException {
    jdock.run("ps").ok();
    String pid = jdock.engine();
    Path socket = socket(pid);
    Path aside = socket.resolveSibling("engine.sock.aside");
    suspend(pid);
    Files.move(socket, aside);
    try {
      jdock
          .with("JDOCK_WAIT_SECONDS", "5")
          .run("ps")
          .exits(125)
          .saysOnErr("jdock: waiting for the engine to start\n")
          .saysOnErr("jdock: the engine did not start within 5 s: see " + root.path());
    } finally {
      Files.move(aside, socket);
      Host.run("kill", "-s", "CONT", pid).ok();
    }
    assertThat(jdock.engine()).isEqualTo(pid);
  }

  /** The run directory is the engine's second argument, after its root. */
  private Path socket(String pid) {
    List<String> line = List.of(Host.read(Path.of("/proc", pid, "cmdline")).split("\0"));
    return Path.of(line.get(line.indexOf(root.path().toString()) + 1), "engine.sock");
  }

  @Test
  void tooManyCommandsAreRefusedAndTheOthersGoOn() {
    jdock.run("ps").ok();
    String pid = jdock.engine();
    String before =
        Host.run("prlimit", "--pid", pid, "--nofile", "-o", "SOFT", "--noheadings").ok().text();
    Host.run("prlimit", "--pid", pid, "--nofile=256:").ok();
    List<Running> listening = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        listening.add(jdock.start("events"));
      }
      Eventually.that(
          () -> "nobody is refused",
          () -> listening.stream().anyMatch(running -> !running.alive()));
      Running refused =
          listening.stream().filter(running -> !running.alive()).findFirst().orElseThrow();
      refused.await().exits(125).saysOnErr("the engine has too many files open (limit 256)");
      // The rest of the forty may still be at the door, with their descriptors in hand.
      Eventually.that(
          () -> "the engine tells nothing about itself",
          () -> jdock.run("engine", "status").exitCode() == 0);
    } finally {
      listening.forEach(Running::stop);
      Host.run("prlimit", "--pid", pid, "--nofile=" + before + ":").ok();
    }
    Eventually.that(
        () -> "the engine admits nobody any more", () -> jdock.run("ps").exitCode() == 0);
    assertThat(jdock.engine()).isEqualTo(pid);
  }

  @Test
  void stopAsksBeforeItEndsAttachedRunsAndBuilds() {
    String name = jdock.container();
    try (Running run =
        jdock.start("run", "--name", name, jdock.busybox(), "sh", "-c", "echo up; sleep 600")) {
      run.awaitOut("up");
      jdock
          .run("engine", "stop")
          .exits(1)
          .saysOnErr("--force")
          .saysOnErr("jdock run --name " + name);
      assertThat(run.alive()).isTrue();
      jdock.run("engine", "stop", "--force").ok();
      run.await();
    }
    jdock.run("rm", "-f", name).ok();
    jdock.run("engine", "stop").ok();
  }
}
