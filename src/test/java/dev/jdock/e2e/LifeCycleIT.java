package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** create, start, stop, restart, kill, wait. */
@EndToEnd
class LifeCycleIT {

  private final Jdock jdock;

  LifeCycleIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String running() {
    String name = jdock.container();
    jdock.run("run", "-d", "--name", name, jdock.busybox(), "sleep", "600").ok();
    return name;
  }

  @Test
  void createPrintsTheIdAndStartsNothing() {
    String name = jdock.container();
    String id = jdock.run("create", "--name", name, jdock.busybox(), "true").text();
    assertThat(id).matches("[0-9a-f]{64}");
    assertThat(jdock.format(name, "{{.State.Status}} {{.State.Pid}}")).isEqualTo("created 0");
  }

  @Test
  void createdContainersCanBeStopped() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "cat").ok();
    jdock.run("stop", name).prints(name);
    assertThat(jdock.run("logs", name).ok().everything()).isEmpty();
    jdock.run("kill", name).exits(1).saysOnErr("is not running");
  }

  @Test
  void createWithoutACommandFails() {
    jdock
        .run("create", "--entrypoint", "", jdock.busybox())
        .exits(1)
        .errMatches("(?i)no command specified");
  }

  @Test
  void startPrintsTheNameGiven() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "sleep", "600").ok();
    jdock.run("start", name).prints(name);
    assertThat(jdock.format(name, "{{.State.Running}}")).isEqualTo("true");
    jdock.run("start", name).prints(name);
  }

  @Test
  void startAttachedShowsOutputAndExitCode() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "sh", "-c", "echo hi; exit 3").ok();
    Result result = jdock.run("start", "-a", name).exits(3);
    assertThat(result.out()).isEqualTo("hi\n");
    jdock.run("start", name).prints(name);
    jdock.run("wait", name).prints("3");
    jdock.run("logs", name).prints("hi\nhi");
  }

  @Test
  void startAttachedInteractiveFeedsTheContainer() {
    String name = jdock.container();
    jdock.run("create", "-i", "--name", name, jdock.busybox(), "cat").ok();
    jdock.runWithInput("to cat\n", "start", "-ai", name).prints("to cat");
  }

  @Test
  void startKeepsTheContainersFiles() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "sh", "-c", "echo x >>/f; cat /f").ok();
    jdock.run("start", "-a", name).prints("x");
    jdock.run("start", "-a", name).prints("x\nx");
  }

  @Test
  void startOfUnknownContainersNamesThem() {
    jdock
        .run("start", "nosuch1", "nosuch2")
        .exits(1)
        .saysOnErr("No such container: nosuch1")
        .saysOnErr("No such container: nosuch2")
        .errMatches("(?i)failed to start containers: nosuch1, nosuch2");
  }

  @Test
  void stopWaitsThenKills() {
    String name = running();
    Instant before = Instant.now();
    jdock.run("stop", "-t", "1", name).prints(name);
    assertThat(Duration.between(before, Instant.now()))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(8));
    assertThat(jdock.format(name, "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 137");
  }

  @Test
  void stopOfAStoppedContainerIsFine() {
    String name = running();
    jdock.run("kill", name).ok();
    jdock.run("wait", name).ok();
    jdock.run("stop", name).prints(name);
  }

  @Test
  void stopTakesSeveralAndGoesOnAfterAnUnknownOne() {
    String one = running();
    String two = running();
    jdock
        .run("stop", "-t", "0", one, "nosuch", two)
        .exits(1)
        .saysOnOut(one + "\n" + two + "\n")
        .saysOnErr("No such container: nosuch");
  }

  @Test
  void stopTellsAllAtOnceSoThatOneMayWaitForAnother() {
    String last = jdock.container();
    String first = jdock.container();
    String files = jdock.container() + "-signs";
    jdock.run("volume", "create", files).ok();
    String mount = files + ":/signs";
    String waiting =
        "trap 'until [ -e /signs/gone ]; do sleep 0.05; done; exit 3' TERM; "
            + "touch /signs/ready; while :; do sleep 0.05; done";
    String going =
        "trap 'touch /signs/gone; exit 4' TERM; "
            + "touch /signs/too; while :; do sleep 0.05; done";
    jdock.run("run", "-d", "--name", last, "-v", mount, jdock.busybox(), "sh", "-c", waiting).ok();
    jdock.run("run", "-d", "--name", first, "-v", mount, jdock.busybox(), "sh", "-c", going).ok();
    Eventually.that(
        () -> "both have set their traps",
        () -> jdock.run("exec", last, "ls", "/signs/ready", "/signs/too").exitCode() == 0);
    jdock.run("stop", "-t", "60", last, first).prints(last + "\n" + first);
    jdock.run("inspect", "-f", "{{.State.ExitCode}}", last, first).prints("3\n4");
    jdock.run("rm", last, first).ok();
    jdock.run("volume", "rm", files).ok();
  }

  @Test
  void restartGivesANewProcess() {
    String name = running();
    String pid = jdock.format(name, "{{.State.Pid}}");
    jdock.run("restart", "-t", "0", name).prints(name);
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
    assertThat(jdock.format(name, "{{.State.Pid}}")).isNotEqualTo(pid);
  }

  @Test
  void restartStartsAStoppedContainer() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "sleep", "600").ok();
    jdock.run("restart", "-t", "0", name).prints(name);
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
  }

  @Test
  void killSendsTheSignalAskedFor() {
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
            "trap 'echo got usr1' USR1; echo ready; while :; do sleep 0.1; done")
        .ok();
    jdock.awaitLog(name, "ready");
    for (String signal : new String[] {"USR1", "SIGUSR1", "usr1", "10"}) {
      jdock.run("kill", "--signal", signal, name).prints(name);
    }
    jdock.awaitLog(name, "got usr1");
  }

  @Test
  void killRefusesBadSignals() {
    String name = running();
    jdock.run("kill", "-s", "NOSUCH", name).exits(1).errMatches("(?i)invalid signal: NOSUCH");
    jdock.run("kill", "-s", "0", name).exits(1).errMatches("(?i)invalid signal: 0");
  }

  @Test
  void killOfAStoppedContainerFails() {
    String name = running();
    String id = jdock.format(name, "{{.Id}}");
    jdock.run("kill", name).prints(name);
    jdock.run("wait", name).prints("137");
    jdock
        .run("kill", name)
        .exits(1)
        .errMatches("(?i)cannot kill container: " + name + ": container " + id + " is not running");
  }

  @Test
  void waitBlocksUntilTheEnd() {
    String name = running();
    try (Running waiting = jdock.start("wait", name)) {
      jdock.run("exec", name, "true").ok();
      assertThat(waiting.alive()).isTrue();
      jdock.run("kill", name).ok();
      waiting.await().prints("137");
    }
  }

  @Test
  void waitTakesSeveral() {
    String one = jdock.container();
    String two = jdock.container();
    jdock.run("run", "-d", "--name", one, jdock.busybox(), "sh", "-c", "exit 1").ok();
    jdock.run("run", "-d", "--name", two, jdock.busybox(), "sh", "-c", "exit 2").ok();
    jdock.run("wait", one, two).prints("1\n2");
  }

  @Test
  void unknownContainersAreNamed() {
    for (String command : new String[] {"stop", "restart", "kill", "wait", "logs", "rm"}) {
      jdock.run(command, "nosuch").exits(1).saysOnErr("No such container: nosuch");
    }
  }

  @Test
  void idPrefixesWork() {
    String name = running();
    String id = jdock.format(name, "{{.Id}}");
    jdock.run("stop", "-t", "0", id.substring(0, 12)).prints(id.substring(0, 12));
    jdock.run("start", id).prints(id);
    jdock.run("kill", id.substring(0, 8)).prints(id.substring(0, 8));
  }

  @Test
  void stateKeepsTimes() {
    String name = jdock.container();
    jdock.run("run", "--name", name, jdock.busybox(), "true").ok();
    var state = jdock.inspect(name).path("State");
    Instant started = Instant.parse(state.path("StartedAt").asText());
    Instant finished = Instant.parse(state.path("FinishedAt").asText());
    assertThat(started).isBefore(finished).isAfter(Instant.now().minusSeconds(60));
  }

  /** The first restart that is done does not take the others' ends for the container's. */
  @Test
  void restartsAtTheSameTimeDoNotRemoveWhatRemovesItself() {
    String name = jdock.container();
    jdock.run("run", "-d", "--rm", "--name", name, jdock.busybox(), "sleep", "600").ok();
    List<Running> restarts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      restarts.add(jdock.start("restart", "-t", "0", name).closeInput());
    }
    for (Running restart : restarts) {
      restart.await().ok();
    }
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
  }
}
