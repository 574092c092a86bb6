package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C of what is under way. */
@EndToEnd
class InterruptIT {

  private final Jdock jdock;

  InterruptIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  @JdockOnly("looks at the store")
  void interruptedBuildLeavesFinishedStepsAlone(@TempDir Path context) {
    String image = jdock.image();
    String first = "FROM " + jdock.busybox() + "\nRUN cat /proc/sys/kernel/random/uuid >/first\n";
    Leftovers before = jdock.leftovers();
    String dangling = danglingImages();
    Host.write(
        context.resolve("Dockerfile"),
        first + "RUN echo wai''ting; touch /half; sleep 600\nRUN touch /never\n");
    try (Running build = jdock.start("build", "--progress", "plain", context.toString())) {
      Eventually.that(build::errSoFar, () -> build.errSoFar().contains(" waiting\n"));
      build.signal("INT").await().exits(130);
    }
    Eventually.that(
        () -> "left: " + jdock.leftovers().since(before),
        () -> jdock.leftovers().since(before).stream().noneMatch(this::isOfAStep));
    assertThat(processes("sleep 600")).isEmpty();
    assertThat(danglingImages()).isEqualTo(dangling);
    Set<String> layers = Set.of(jdock.root().resolve("layers").toFile().list());
    Host.write(context.resolve("Dockerfile"), first);
    Result next = jdock.run("build", "--progress", "plain", "-t", image, context.toString()).ok();
    assertThat(next.err()).as("the first step is kept").contains("CACHED\n\n#6 exporting");
    assertThat(Set.of(jdock.root().resolve("layers").toFile().list())).isEqualTo(layers);
    jdock.run("run", "--rm", image, "sh", "-c", "[ -s /first ] && [ ! -e /half ]").ok();
  }

  private String danglingImages() {
    return jdock.run("images", "-q", "-f", "dangling=true").text();
  }

  /** The engine keeps its bridge for a while, and its own process. */
  private boolean isOfAStep(String left) {
    return left.startsWith("mount ")
        || left.startsWith("cgroup ")
        || left.startsWith("netns ")
        || left.startsWith("link ve");
  }

  private static Set<String> processes(String fragment) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.endsWith(fragment))
        .collect(java.util.stream.Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pull", "push", "run", "search", "manifest inspect"})
  void interruptEndsTheWaitForARegistry(String command) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String name = "127.0.0.1:" + silent.getLocalPort() + "/team/app";
      boolean push = command.equals("push");
      if (push) {
        jdock.run("tag", jdock.busybox(), name).ok();
      }
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      words.add(name);
      try (Running waiting = jdock.start(words.toArray(String[]::new));
          Socket _ = silent.accept()) {
        Result result = waiting.signal("INT").await().exits(130);
        assertThat(result.err()).doesNotContain("canceled");
      } finally {
        if (push) {
          jdock.run("rmi", name).ok();
        }
      }
    }
  }

  @Test
  void interruptedLogsLeaveTheContainerAlone() {
    String name = jdock.container();
    jdock
        .run("run", "-d", "--name", name, jdock.busybox(), "sh", "-c", "echo ready; sleep 600")
        .ok();
    try (Running logs = jdock.start("logs", "-f", name)) {
      logs.awaitOut("ready").signal("INT");
      Result result = logs.await();
      assertThat(result.exitCode()).as("%s", result).isIn(0, 130);
      assertThat(result.err()).isEmpty();
    }
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
  }

  @Test
  void interruptOnATerminalEndsRunAndContainer() {
    String name = jdock.container();
    String script = "trap 'echo bye; exit 3' INT; echo ready; while :; do sleep 0.1; done";
    try (Terminal terminal =
        jdock.terminal(
            24, 80, "run", "--rm", "--name", name, jdock.busybox(), "sh", "-c", script)) {
      terminal.awaitText("ready").type("\003").awaitText("bye");
      terminal.await().exits(3);
    }
    assertThat(jdock.run("ps", "-aq", "-f", "name=" + name).text()).isEmpty();
  }

  @Test
  void thirdInterruptGivesUpOnADeafContainer() {
    String name = jdock.container();
    String script = "trap '' INT; echo ready; sleep 600";
    try (Running run = jdock.start("run", "--name", name, jdock.busybox(), "sh", "-c", script)) {
      run.awaitOut("ready").signal("INT").signal("INT").signal("INT");
      assertThat(run.await().exitCode()).isNotZero();
    }
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
  }
}
