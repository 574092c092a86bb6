package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What signals to the client and to the container do, and the exit codes they leave. */
@EndToEnd
class SignalsIT {

  private static final String TRAP =
      "trap 'echo got term; exit 9' TERM; trap 'echo got usr1' USR1; echo ready;"
          + " while :; do sleep 0.1; done";

  private final Jdock jdock;

  SignalsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void clientHandsSignalsToTheContainer() {
    String name = jdock.container();
    try (Running run = jdock.start("run", "--name", name, jdock.busybox(), "sh", "-c", TRAP)) {
      run.awaitOut("ready").signal("USR1").awaitOut("got usr1").signal("TERM");
      run.await().exits(9).saysOnOut("got term");
    }
  }

  @Test
  void interruptedClientInterruptsTheContainer() {
    String name = jdock.container();
    try (Running run =
        jdock.start(
            "run",
            "--name",
            name,
            jdock.busybox(),
            "sh",
            "-c",
            "trap 'echo bye; exit 130' INT; echo ready; while :; do sleep 0.1; done")) {
      run.awaitOut("ready").signal("INT");
      run.await().exits(130).saysOnOut("bye");
    }
    assertThat(jdock.format(name, "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 130");
  }

  @Test
  void processOneIgnoresWhatItDoesNotHandle() {
    String name = jdock.container();
    jdock.run("run", "-d", "--name", name, jdock.busybox(), "sleep", "600").ok();
    jdock.run("kill", "-s", "TERM", name).prints(name);
    jdock.run("exec", name, "true").ok();
  }

  @Test
  void underInitSignalsEndTheCommand() {
    String name = jdock.container();
    jdock.run("run", "-d", "--name", name, "--init", jdock.busybox(), "sleep", "600").ok();
    Eventually.that(
        () -> "sleep did not start",
        () ->
            jdock.run("exec", name, "ps").out().contains("{sleep}")
                || jdock.run("exec", name, "ps").out().contains(" sleep 600"));
    jdock.run("kill", "-s", "INT", name).ok();
    jdock.run("wait", name).prints("130");
  }

  @Test
  void killedIs137() {
    String name = jdock.container();
    try (Running run =
        jdock.start("run", "--name", name, jdock.busybox(), "sh", "-c", "echo ready; sleep 600")) {
      run.awaitOut("ready");
      jdock.run("kill", name).prints(name);
      run.await().exits(137);
    }
    assertThat(jdock.format(name, "{{.State.ExitCode}}")).isEqualTo("137");
  }

  @Test
  void deadClientLeavesTheContainerRunning() {
    String name = jdock.container();
    try (Running run =
        jdock.start("run", "--name", name, jdock.busybox(), "sh", "-c", "echo ready; sleep 600")) {
      run.awaitOut("ready").signal("KILL").await();
    }
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
  }

  @Test
  void stopSendsTheImagesStopSignal() {
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
            "trap 'exit 3' TERM; echo ready; while :; do sleep 0.1; done")
        .ok();
    jdock.awaitLog(name, "ready");
    jdock.run("stop", name).prints(name);
    assertThat(jdock.format(name, "{{.State.ExitCode}}")).isEqualTo("3");
  }
}
