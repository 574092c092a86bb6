package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EndToEnd
class PauseIT {

  private final Jdock jdock;

  PauseIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String running() {
    String name = jdock.container();
    jdock
        .run("run", "-d", "--network", "none", "--name", name, jdock.busybox(), "sleep", "600")
        .ok();
    return name;
  }

  @Test
  void standsStillUntilItIsUnpaused() {
    String name = jdock.container();
    String script = "while :; do echo tick; sleep 0.05; done";
    jdock
        .run("run", "-d", "--network", "none", "--name", name, jdock.busybox(), "sh", "-c", script)
        .ok();
    jdock.awaitLog(name, "tick");
    jdock.run("pause", name).prints(name);
    jdock.run("ps", "--filter", "name=" + name, "--format", "{{.State}}").prints("paused");
    assertThat(jdock.run("ps", "--filter", "name=" + name, "--format", "{{.Status}}").text())
        .endsWith(" (Paused)");
    assertThat(jdock.format(name, "{{.State.Status}} {{.State.Running}} {{.State.Paused}}"))
        .isEqualTo("paused true true");
    String before = jdock.logs(name);
    jdock.run("unpause", name).prints(name);
    Eventually.that(() -> "no tick", () -> jdock.logs(name).length() > before.length() + 20);
    assertThat(jdock.format(name, "{{.State.Status}} {{.State.Paused}}"))
        .isEqualTo("running false");
  }

  @Test
  void refusesWhatNeedsARunningProcess() {
    String name = running();
    String id = jdock.format(name, "{{.Id}}");
    jdock.run("pause", name).ok();
    jdock.run("pause", name).exits(1).saysOnErr("Container " + id + " is already paused");
    jdock
        .run("exec", name, "true")
        .exits(1)
        .saysOnErr("Container " + name + " is paused, unpause the container before exec");
    jdock.run("rm", name).exits(1).saysOnErr("You cannot remove a paused container " + id);
    jdock
        .run("start", name)
        .exits(1)
        .saysOnErr("cannot start a paused container, try unpause instead");
    jdock
        .run("attach", name)
        .exits(1)
        .saysOnErr("You cannot attach to a paused container, unpause it first");
  }

  @Test
  void whoeverIsPausedCanBeStoppedKilledAndRemoved() {
    String name = running();
    jdock.run("pause", name).ok();
    jdock.run("stop", "-t", "0", name).prints(name);
    jdock.awaitStatus(name, "exited");
    jdock.run("start", name).ok();
    jdock.run("pause", name).ok();
    jdock.run("kill", name).prints(name);
    jdock.awaitStatus(name, "exited");
    jdock.run("start", name).ok();
    jdock.run("pause", name).ok();
    jdock.run("rm", "-f", name).prints(name);
  }

  @Test
  void onesThatDoNotRunAreRefusedOneByOne() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "true").ok();
    String id = jdock.format(name, "{{.Id}}");
    jdock
        .run("pause", name, "nosuch")
        .exits(1)
        .saysOnErr("container " + id + " is not running")
        .saysOnErr("No such container: nosuch");
    jdock.run("unpause", name).exits(1).saysOnErr("Container " + id + " is not paused");
  }
}
