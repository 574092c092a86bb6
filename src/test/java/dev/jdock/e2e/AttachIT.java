package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EndToEnd
class AttachIT {

  private final Jdock jdock;

  AttachIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void connectsToWhatRunsAndPassesItsExitCodeOn() {
    String name = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "-i",
            "--network",
            "none",
            "--name",
            name,
            jdock.busybox(),
            "sh",
            "-c",
            "while read l; do echo got $l; [ $l = end ] && exit 7; done")
        .ok();
    try (Running attached = jdock.start("attach", name)) {
      attached.send("one\n").awaitOut("got one");
      attached.send("end\n");
      attached.await().exits(7);
    }
  }

  @Test
  void detachKeysLeaveItRunning() {
    String name = jdock.container();
    jdock.run("run", "-dit", "--network", "none", "--name", name, jdock.busybox(), "cat").ok();
    try (Terminal terminal = jdock.terminal(24, 80, "attach", "--detach-keys", "ctrl-x", name)) {
      terminal.type("hello\r").awaitText("hello");
      terminal.type("\u0018");
      Result left = terminal.await();
      assertThat(left.everything()).contains("read escape sequence");
    }
    assertThat(jdock.format(name, "{{.State.Running}}")).isEqualTo("true");
  }

  @Test
  void withoutStdinNothingIsSent() {
    String name = jdock.container();
    String ticking = "(while :; do echo tick; sleep 0.1; done) & exec cat";
    jdock.run("run", "-di", "--name", name, jdock.busybox(), "sh", "-c", ticking).ok();
    try (Running attached = jdock.start("attach", "--no-stdin", name)) {
      attached.send("lost\n").closeInput().awaitOut("tick");
      jdock.run("kill", name).ok();
      assertThat(attached.await().exits(137).out()).doesNotContain("lost");
    }
  }

  @Test
  void needsARunningOne() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "true").ok();
    jdock
        .run("attach", name)
        .exits(1)
        .saysOnErr("You cannot attach to a stopped container, start it first");
    jdock.run("attach", "nosuch").exits(1).saysOnErr("No such container: nosuch");
  }
}
