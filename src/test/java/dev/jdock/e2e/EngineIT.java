package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

@EndToEnd
@JdockOnly("Docker's daemon is started by others")
class EngineIT {

  private final Jdock jdock;

  EngineIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private long pid() {
    return pid(jdock).orElseThrow();
  }

  private static OptionalLong pid(Jdock jdock) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains("java"))
        .filter(process -> environment(process.pid()).contains("JDOCK_ROOT=" + jdock.root()))
        .mapToLong(ProcessHandle::pid)
        .findFirst();
  }

  private static String environment(long pid) {
    try {
      return java.nio.file.Files.readString(java.nio.file.Path.of("/proc/" + pid + "/environ"));
    } catch (java.io.IOException gone) {
      return "";
    }
  }

  @Test
  void startsWithTheFirstCommandAndSaysHowItIs() {
    jdock.run("ps").ok();
    jdock.run("engine", "status").ok();
    jdock.run("engine", "logs").ok();
  }

  /** The caches that make it start fast were made elsewhere, where now is nothing. */
  @Test
  void distributionStartsWhereItWasCopiedTo() throws Exception {
    Path home =
        Path.of(System.getProperty("jdock.test.command", "jdock"))
            .toRealPath()
            .getParent()
            .getParent();
    Path folder = Files.createTempDirectory("jdock-e2e-copy-");
    try {
      Host.run("cp", "-a", home.toString(), folder.resolve("jdock").toString()).ok();
      String program = folder.resolve("jdock/bin/jdock").toString();
      Host.run(
              "unshare",
              "--mount",
              "sh",
              "-c",
              "mount -t tmpfs none \"$0\" && export JDOCK_NAMESPACES=caller JDOCK_ROOT=\"$1\" && \"$2\" engine start"
                  + " && \"$2\" images -q && \"$2\" engine stop",
              home.toString(),
              Files.createDirectory(folder.resolve("root")).toString(),
              program)
          .ok();
    } finally {
      Host.deleteTree(folder);
    }
  }

  @Test
  void killedEngineLosesNothing() {
    String name = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--name",
            name,
            jdock.busybox(),
            "sh",
            "-c",
            "i=0; while :; do echo line $i; i=$((i+1)); sleep 0.2; done")
        .ok();
    jdock.awaitLog(name, "line 2\n");
    Host.run("kill", "-s", "KILL", Long.toString(pid())).ok();
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
    String last = jdock.run("logs", "-n", "1", name).text();
    Eventually.that(
        () -> "no line after " + last,
        () -> !jdock.run("logs", "-n", "1", name).text().equals(last));
    jdock.run("stop", "-t", "0", name).prints(name);
    jdock.run("images", "-q", jdock.busybox()).ok().saysOnOut("\n");
  }

  @Test
  void killedEngineIsFollowedByOneThatKnowsTheContainers() {
    String runs = jdock.container();
    String ends = jdock.container();
    jdock.run("run", "-d", "--name", runs, jdock.busybox(), "sleep", "600").ok();
    jdock
        .run(
            "run",
            "-d",
            "--name",
            ends,
            jdock.busybox(),
            "sh",
            "-c",
            "trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done")
        .ok();
    jdock.awaitLog(ends, "ready");
    Host.run("kill", "-s", "KILL", Long.toString(pid())).ok();
    assertThat(jdock.run("ps", "--format", "{{.Names}}").lines()).contains(runs, ends);
    jdock.run("exec", runs, "echo", "in it").prints("in it");
    jdock.run("stop", ends).prints(ends);
    assertThat(jdock.format(ends, "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 7");
    jdock.run("rm", "-f", runs).prints(runs);
    jdock.run("start", ends).prints(ends);
    jdock.awaitStatus(ends, "running");
  }

  @Test
  void containerThatEndsWithoutAnEngineIsSeenAsEnded() {
    String name = jdock.container();
    jdock.run("run", "-d", "--name", name, jdock.busybox(), "sleep", "600").ok();
    String pid = jdock.format(name, "{{.State.Pid}}");
    Host.run("kill", "-s", "KILL", Long.toString(pid())).ok();
    Host.run("kill", "-s", "KILL", pid).ok();
    assertThat(jdock.run("ps", "-a", "-f", "name=" + name, "--format", "{{.Status}}").text())
        .startsWith("Exited (");
    jdock.run("start", name).prints(name);
    jdock.run("exec", name, "true").ok();
  }

  @Test
  void whatACommitHadFrozenWhenItsEngineWasKilledGoesOn() {
    String name = jdock.container();
    String script = "dd if=/dev/zero of=/big bs=1M count=300 2>&1; echo ready; sleep 600";
    jdock
        .run("run", "-d", "--network", "none", "--name", name, jdock.busybox(), "sh", "-c", script)
        .ok();
    jdock.awaitLog(name, "ready");
    String engine = Long.toString(pid());
    try (Running commit = jdock.start("commit", name, jdock.image()).closeInput()) {
      jdock.awaitStatus(name, "paused");
      Host.run("kill", "-s", "KILL", engine).ok();
      assertThat(commit.await().exitCode()).isEqualTo(125);
    }
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
    jdock.run("exec", name, "echo", "goes on").prints("goes on");
  }

  @Test
  void leavesWhenIdleAndComesBack() {
    try (OwnRoot root = OwnRoot.of(jdock.with("JDOCK_IDLE_SECONDS", "1"))) {
      Jdock own = root.jdock();
      String name = jdock.container();
      own.run("run", "-d", "--name", name, own.busybox(), "sleep", "3").ok();
      own.run("engine", "status").ok();
      // Asking the engine itself would keep it busy.
      Eventually.that(() -> "the engine is still there", () -> pid(own).isEmpty());
      own.run("engine", "status").exits(3);
      assertThat(own.run("engine", "logs").out()).contains("idle");
      assertThat(own.run("ps", "-a", "-f", "name=" + name, "--format", "{{.Status}}").text())
          .as("it stayed until the container ended")
          .startsWith("Exited (0)");
    }
  }

  @Test
  void stopReturnsOnceTheEngineHasEnded() throws IOException {
    try (OwnRoot root = OwnRoot.of(jdock)) {
      for (int round = 0; round < 5; round++) {
        root.jdock().run("ps").ok();
        String engine = root.jdock().engine();
        root.jdock().run("engine", "stop").ok();
        assertThat(isRunning(engine)).as("engine %s", engine).isFalse();
      }
    }
  }

  /** One that has ended and was not waited for yet is not. */
  private static boolean isRunning(String pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc", pid, "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Test
  void idleSecondsThatAreNoneAreAnError() {
    try (OwnRoot root = OwnRoot.of(jdock)) {
      root.jdock().run("engine", "stop").ok();
      Result result = root.jdock().with("JDOCK_IDLE_SECONDS", "soon").run("ps").exits(125);
      assertThat(result.err().lines().filter(line -> !line.contains("waiting for the engine")))
          .as("%s", result)
          .hasSize(1);
      assertThat(result.err()).contains("JDOCK_IDLE_SECONDS");
    }
  }

  @Test
  void othersThanRootAreToldSo() {
    for (String command : new String[] {"ps", "run --rm x", "images"}) {
      List<String> line = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534"));
      line.add("--clear-groups");
      line.addAll(jdock.commandLine(command.split(" ", -1)));
      Host.run(Duration.ofSeconds(20), line)
          .exits(125)
          .saysOnErr("jdock: jdock needs root for now: try sudo jdock\n");
    }
  }

  @Test
  void questionsAboutJdockItselfAreAnsweredToEverybody() {
    for (String question :
        List.of("--help", "--version", "help", "run --help", "image ls --help")) {
      List<String> line = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534"));
      line.addAll(List.of("--clear-groups", "env", "HOME=/proc/x", "JDOCK_ROOT=/proc/x"));
      line.addAll(jdock.commandLine(question.split(" ", -1)));
      assertThat(Host.run(Duration.ofSeconds(20), line).ok().out())
          .as(question)
          .isEqualTo(jdock.run(question.split(" ", -1)).ok().out())
          .isNotEmpty();
    }
  }

  /** In a mount namespace where no JDK is at one of the usual places. */
  @Test
  void jdkIsFoundInThePath() throws IOException {
    Path program = Path.of(jdock.commandLine().getFirst()).toRealPath();
    Path home = program.getParent().getParent();
    Path folder = Files.createTempDirectory("jdock-e2e-jdk-");
    String script =
        """
        set -e
        mkdir "$1/jdk" "$1/root" "$1/bin"
        mount --bind "$2" "$1/jdk"
        ln -s ../jdk/bin/java "$1/bin/java"
        mount -t tmpfs none /usr/lib/jvm
        unset JAVA_HOME
        export JDOCK_NAMESPACES=caller JDOCK_ROOT="$1/root"
        PATH=/usr/bin:/bin "$1/jdock/bin/$3" ps 2>&1 && exit 1
        PATH=/usr/bin:/bin "$1/jdock/bin/$3" --help >/dev/null
        PATH="$1/bin:/usr/bin:/bin"
        "$1/jdock/bin/$3" ps -q
        "$1/jdock/bin/$3" engine stop
        """;
    try {
      Host.run("cp", "-a", home.toString(), folder.resolve("jdock").toString()).ok();
      Files.delete(folder.resolve("jdock/lib/jdk-home"));
      for (String launcher : List.of("jdock", "jdock-java")) {
        Host.run(
                "unshare",
                "-m",
                "sh",
                "-c",
                script,
                "sh",
                folder.toString(),
                System.getProperty("java.home"),
                launcher)
            .ok()
            .saysOnOut("needs a JDK 25, and found none in JAVA_HOME, PATH or /usr/lib/jvm");
        Host.run("rm", "-r", folder + "/jdk", folder + "/root", folder + "/bin").ok();
      }
    } finally {
      Host.deleteTree(folder);
    }
  }

  /** In two caches, since each start puts all in place that its own holds. */
  @Test
  void engineThatATransferStartsHasTheClassesForIt() throws IOException {
    try (OwnRoot root = OwnRoot.of(jdock)) {
      root.jdock().run("engine", "stop").ok();
      root.jdock().run("pull", "127.0.0.1:1/none").exits(1);
      assertThat(commandLine(root.jdock())).contains("/lib/engine-transfers-");
      root.jdock().run("engine", "stop").ok();
      root.jdock().run("ps").ok();
      assertThat(commandLine(root.jdock()))
          .contains("-XX:AOTCache=")
          .doesNotContain("engine-transfers");
    }
  }

  private static String commandLine(Jdock jdock) throws IOException {
    return Files.readString(Path.of("/proc/" + pid(jdock).orElseThrow() + "/cmdline"));
  }

  @Test
  void stateOfANewerJdockIsRefusedInOneLine() throws IOException {
    try (OwnRoot root = OwnRoot.of(jdock)) {
      root.jdock().run("engine", "stop").ok();
      Path index = root.path().resolve("images.json");
      String known = Files.readString(index);
      Files.writeString(index, "{\"version\": 2, \"images\": {}, \"names\": {}}");
      Result result = root.jdock().run("ps").exits(125);
      Files.writeString(index, known);
      assertThat(result.err().lines().filter(line -> !line.contains("waiting for the engine")))
          .containsExactly(
              "jdock: cannot start the engine: " + index + " has version 2, made by a newer jdock");
    }
  }

  @Test
  void twentyRunsAtOnceAllSucceed() {
    List<Running> runs = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        String script = "echo out " + i + "; echo err >&2; exit " + i;
        runs.add(jdock.start("run", "--rm", jdock.busybox(), "sh", "-c", script));
      }
      for (int i = 0; i < 20; i++) {
        Result result = runs.get(i).await(Duration.ofSeconds(120)).exits(i);
        assertThat(result.out()).isEqualTo("out " + i + "\n");
        assertThat(result.err()).isEqualTo("err\n");
      }
    } finally {
      runs.forEach(Running::close);
    }
  }

  @Test
  void newcomersTidyUpWithShellSubstitutions() {
    try (OwnRoot root = OwnRoot.of(jdock)) {
      Jdock own = root.jdock();
      for (int i = 0; i < 3; i++) {
        own.run("run", "--name", jdock.container(), own.busybox(), "true").ok();
      }
      String program = String.join(" ", own.commandLine());
      String script =
          "export JDOCK_ROOT=%s; P='%s'; $P rm $($P ps -a -q) && $P rmi $($P images -q)"
              .formatted(root.path(), program);
      assertThat(Host.run("sh", "-c", script).lines()).hasSizeGreaterThanOrEqualTo(5);
      assertThat(own.run("ps", "-aq").text()).isEmpty();
      assertThat(own.run("images", "-aq").text()).isEmpty();
    }
  }

  @Test
  void helloWorldNeedsNoRegistry() {
    Result result = jdock.run("run", "--rm", "hello-world").ok();
    assertThat(result.out()).containsIgnoringCase("hello");
  }

  @Test
  void containerThatCannotBeTakenOverKeepsNobodyFromTheOthers() throws IOException {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock there = own.jdock();
      String bad = there.run("run", "-d", there.busybox(), "sleep", "600").ok().text();
      String good = there.run("run", "-d", there.busybox(), "sleep", "600").ok().text();
      there.run("engine", "stop").ok();
      Path log = own.path().resolve("containers").resolve(bad).resolve(bad + "-json.log");
      Files.delete(log);
      Files.createDirectory(log);
      there.run("exec", good, "true").ok();
      assertThat(there.run("ps", "-q", "--no-trunc").ok().out()).contains(good);
      there.run("engine", "stop").ok();
      Files.delete(log);
      there.run("exec", bad, "true").ok();
      there.run("rm", "-f", bad, good).ok();
    }
  }

  @Test
  void nobodyWaitsForARemovalThatHasFailed() throws IOException {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock there = own.jdock();
      String name = there.container();
      try (Running run =
          there.start("run", "--rm", "--name", name, there.busybox(), "sleep", "600")) {
        there.awaitStatus(name, "running");
        String id = there.format(name, "{{.Id}}");
        // What the record is renamed to.
        Path inTheWay =
            own.path().resolve("containers").resolve(id).resolve("config.json.forgotten");
        Files.createDirectory(inTheWay);
        there.run("kill", name).ok();
        run.await().saysOnErr("could not be removed");
        assertThat(there.format(name, "{{.State.Status}}")).isEqualTo("dead");
        Files.delete(inTheWay);
        there.run("rm", name).ok();
      }
    }
  }
}
