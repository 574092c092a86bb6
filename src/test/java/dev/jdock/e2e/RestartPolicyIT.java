package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@EndToEnd
class RestartPolicyIT {

  private final Jdock jdock;

  RestartPolicyIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String started(Jdock on, String policy, String script) {
    String name = on.container();
    on.run(
            "run",
            "-d",
            "--network",
            "none",
            "--name",
            name,
            "--restart",
            policy,
            on.busybox(),
            "sh",
            "-c",
            script)
        .ok();
    return name;
  }

  private static void awaitRestarts(Jdock jdock, String name, int count) {
    Eventually.that(
        () -> name + " was not restarted: " + jdock.run("inspect", name),
        () -> Integer.parseInt(jdock.format(name, "{{.RestartCount}}")) >= count);
  }

  @Test
  void alwaysStartsWhatEndsAgainAndAgain() {
    String name = started(jdock, "always", "echo run; exit 3");
    awaitRestarts(jdock, name, 4);
    Eventually.that(
        () -> "never seen restarting: " + jdock.run("ps", "-a"),
        () ->
            jdock
                .run("ps", "-f", "name=" + name, "--format", "{{.Status}}|{{.State}}")
                .out()
                .matches("Restarting \\(3\\) .* ago\\|restarting\n"));
    assertThat(
            jdock.format(
                name,
                "{{.State.Running}} {{.State.Restarting}} {{.State.Pid}} {{.State.ExitCode}}"))
        .isEqualTo("true true 0 3");
    assertThat(jdock.logs(name).lines().filter("run"::equals).count()).isGreaterThanOrEqualTo(4);
    jdock.run("exec", name, "true").exits(1).saysOnErr("is restarting, wait until the container");
    jdock.run("rm", name).exits(1).saysOnErr("restarting");
    jdock.run("stop", name).prints(name);
    assertThat(jdock.format(name, "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 3");
  }

  @Test
  void failuresAreRetriedSoOftenAndNoMore() {
    String name = started(jdock, "on-failure:2", "echo run; exit 4");
    jdock.awaitStatus(name, "exited");
    assertThat(jdock.format(name, "{{.RestartCount}} {{.State.ExitCode}}")).isEqualTo("2 4");
    assertThat(jdock.logs(name)).isEqualTo("run\nrun\nrun\n");
    jdock.run("start", name).ok();
    jdock.awaitStatus(name, "exited");
    assertThat(jdock.format(name, "{{.RestartCount}}")).isEqualTo("2");
  }

  @Test
  void waitReturnsAtAnEndThoughItIsRestarted() {
    String name = started(jdock, "always", "sleep 0.3; exit 3");
    jdock.run("wait", name).prints("3");
    assertThat(jdock.format(name, "{{.State.Running}}")).isEqualTo("true");
  }

  @Test
  void successIsNoFailure() {
    String name = started(jdock, "on-failure", "exit 0");
    jdock.run("wait", name).prints("0");
    assertThat(jdock.format(name, "{{.RestartCount}} {{.State.Status}}")).isEqualTo("0 exited");
  }

  @Test
  void killAndStopAreHonoured() {
    String killed = started(jdock, "always", "sleep 600");
    jdock.run("kill", killed).ok();
    jdock.awaitStatus(killed, "exited");
    String stopped = started(jdock, "unless-stopped", "sleep 600");
    jdock.run("stop", "-t", "0", stopped).ok();
    assertThat(jdock.format(stopped, "{{.State.Status}} {{.RestartCount}}")).isEqualTo("exited 0");
    jdock.run("start", stopped).ok();
    jdock.awaitStatus(stopped, "running");
    jdock.run("restart", "-t", "0", stopped).ok();
    assertThat(jdock.format(stopped, "{{.State.Status}} {{.RestartCount}}")).isEqualTo("running 0");
  }

  @Test
  void runInTheForegroundEndsWithTheFirstRun() {
    String name = jdock.container();
    Result result =
        jdock.run(
            "run",
            "--network",
            "none",
            "--name",
            name,
            "--restart",
            "always",
            jdock.busybox(),
            "sh",
            "-c",
            "echo hi; exit 9");
    result.exits(9);
    assertThat(result.out()).isEqualTo("hi\n");
    jdock.run("rm", "-f", name).ok();
  }

  @Test
  void policyIsShownAndWhatIsNoneIsRefused() {
    String name = started(jdock, "on-failure:7", "sleep 600");
    assertThat(jdock.format(name, "{{json .HostConfig.RestartPolicy}}"))
        .isEqualTo("{\"Name\":\"on-failure\",\"MaximumRetryCount\":7}");
    refused("foo", 1, "invalid restart policy 'foo'");
    refused("always:3", 1, "maximum retry count cannot be used with restart policy 'always'");
    refused("on-failure:-1", 1, "maximum retry count cannot be negative");
    refused(
        "on-failure:x",
        125,
        "invalid restart policy format: maximum retry count must be an integer");
    refused(":3", 125, "invalid restart policy format: no policy provided before colon");
    jdock
        .run("create", "--restart", "always", "--rm", jdock.busybox())
        .exits(125)
        .saysOnErr("conflicting options: cannot specify both --restart and --rm");
  }

  private void refused(String policy, int exitCode, String message) {
    jdock
        .run("create", "--restart", policy, jdock.busybox(), "true")
        .exits(exitCode)
        .saysOnErr(message);
  }

  @Test
  @JdockOnly("Docker's daemon is started by others")
  void newEngineGoesOn() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock there = own.jdock();
      String again = started(there, "always", "echo run; exit 1");
      String stopped = started(there, "unless-stopped", "sleep 600");
      String byUser = started(there, "always", "sleep 600");
      there.run("stop", "-t", "0", stopped, byUser).ok();
      awaitRestarts(there, again, 2);
      there.run("engine", "stop").ok();
      int before = Integer.parseInt(there.format(again, "{{.RestartCount}}"));
      awaitRestarts(there, again, before + 1);
      assertThat(there.format(stopped, "{{.State.Status}}")).isEqualTo("exited");
      assertThat(there.format(byUser, "{{.State.Status}}")).isEqualTo("exited");
    }
  }

  @Test
  @JdockOnly("Docker's daemon is started by others")
  void engineAfterACrashGoesOn() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock there = own.jdock();
      String again = started(there, "always", "echo run; exit 1");
      String ended =
          started(there, "on-failure", "while [ ! -e /end ]; do sleep 0.05; done; exit 6");
      String runs = started(there, "unless-stopped", "sleep 600");
      awaitRestarts(there, again, 1);
      there.killEngine();
      int before = Integer.parseInt(there.format(again, "{{.RestartCount}}"));
      awaitRestarts(there, again, before + 1);
      assertThat(there.format(runs, "{{.State.Status}} {{.RestartCount}}")).isEqualTo("running 0");
      there.run("exec", ended, "touch", "/end").ok();
      awaitRestarts(there, ended, 1);
    }
  }

  @Test
  @JdockOnly("Docker's daemon is started by others")
  void firstEngineAfterTheMachinesStartStartsWhatRanAndWhatIsToRunAlways() throws Exception {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock there = own.jdock();
      String ran = started(there, "unless-stopped", "sleep 600");
      String stopped = started(there, "unless-stopped", "sleep 600");
      String always = started(there, "always", "sleep 600");
      String once = started(there, "no", "sleep 600");
      String fresh = there.container();
      there.run("create", "--name", fresh, "--restart", "always", there.busybox(), "true").ok();
      there.run("stop", "-t", "0", stopped, always).ok();
      String pid = there.format(ran, "{{.State.Pid}}");
      String other = there.format(once, "{{.State.Pid}}");
      there.run("engine", "stop").ok();
      Host.run("kill", "-s", "KILL", pid, other).ok();
      Files.writeString(own.path().resolve("boot-id"), "of another boot\n");
      there.awaitStatus(ran, "running");
      there.awaitStatus(always, "running");
      assertThat(there.format(stopped, "{{.State.Status}}")).isEqualTo("exited");
      assertThat(there.format(once, "{{.State.Status}}")).isEqualTo("exited");
      assertThat(there.format(fresh, "{{.State.Status}}")).isEqualTo("created");
    }
  }

  @Test
  @JdockOnly("Docker's daemon is started by others")
  void containerThatRemovesItselfIsGoneAfterACrashOfItsEngine() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock there = own.jdock();
      String name = there.container();
      there.run("run", "-d", "--rm", "--name", name, there.busybox(), "sleep", "600").ok();
      String id = there.format(name, "{{.Id}}");
      String pid = there.format(name, "{{.State.Pid}}");
      Host.run("kill", "-s", "KILL", there.engine(), pid).ok();
      there.run("inspect", name).exits(1);
      assertThat(Path.of(own.path().toString(), "containers", id)).doesNotExist();
    }
  }
}
