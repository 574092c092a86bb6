package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EndToEnd
class RunTerminalIT {

  private final Jdock jdock;

  RunTerminalIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void isATerminal() {
    try (Terminal terminal = jdock.terminal(24, 80, "run", "--rm", "-it", jdock.busybox(), "tty")) {
      Result result = terminal.await().ok();
      assertThat(result.out()).contains("/dev/pts/0\r\n");
    }
  }

  @Test
  void passesTheExitCodeOn() {
    try (Terminal terminal =
        jdock.terminal(24, 80, "run", "--rm", "-it", jdock.busybox(), "sh", "-c", "exit 7")) {
      terminal.await().exits(7);
    }
  }

  @Test
  void hasTheUsersSizeAndFollowsIt() {
    try (Terminal terminal = jdock.terminal(31, 101, "run", "--rm", "-it", jdock.busybox())) {
      terminal.awaitText("# ");
      Eventually.that(
          terminal::text,
          () -> {
            terminal.type("stty size\r");
            return terminal.text().contains("31 101");
          });
      terminal.resize(40, 120);
      Eventually.that(
          terminal::text,
          () -> {
            terminal.type("stty size\r");
            return terminal.text().contains("40 120");
          });
      terminal.type("exit 5\r");
      terminal.await().exits(5);
    }
  }

  @Test
  void controlCInterruptsTheForegroundCommandAndNotTheShell() {
    try (Terminal terminal = jdock.terminal(24, 80, "run", "--rm", "-it", jdock.busybox())) {
      terminal.awaitText("# ").type("echo wai''ting; sleep 600\r").awaitText("waiting");
      terminal.type("\003").type("echo code $?\r").awaitText("code 130");
      terminal.type("exit\r");
      terminal.await();
    }
  }

  @Test
  void controlCEndsACommandThatIsTheContainer() {
    try (Terminal terminal =
        jdock.terminal(
            24,
            80,
            "run",
            "--rm",
            "-it",
            "--init",
            jdock.busybox(),
            "sh",
            "-c",
            "trap 'echo ended; exit 0' INT; echo ready; while :; do sleep 0.1; done")) {
      terminal.awaitText("ready").type("\003").awaitText("ended");
      terminal.await().ok();
    }
  }

  @Test
  void controlDEndsTheInput() {
    try (Terminal terminal = jdock.terminal(24, 80, "run", "--rm", "-it", jdock.busybox())) {
      terminal.awaitText("# ").type("\004");
      terminal.await().ok();
    }
  }

  @Test
  void hasJobControl() {
    try (Terminal terminal = jdock.terminal(24, 80, "run", "--rm", "-it", jdock.busybox())) {
      terminal.awaitText("# ").type("sleep 600\r").awaitText("sleep 600");
      terminal.type("\032").awaitText("Stopped");
      terminal.type("bg\r").awaitText("[1] sleep 600").type("kill %1; wait; echo do''ne\r");
      terminal.awaitText("done").type("exit\r");
      terminal.await();
    }
  }

  @Test
  void editsLinesWithArrowKeys() {
    try (Terminal terminal = jdock.terminal(24, 80, "run", "--rm", "-it", jdock.busybox())) {
      terminal.awaitText("# ").type("echo ac\033[Db\r").awaitText("abc");
      terminal.type("exit\r");
      terminal.await().ok();
    }
  }

  @Test
  void setsTerm() {
    jdock.run("run", "--rm", "-t", jdock.busybox(), "sh", "-c", "echo $TERM").prints("xterm\r");
  }

  @Test
  void mergesBothStreams() {
    Result result =
        jdock.run("run", "--rm", "-t", jdock.busybox(), "sh", "-c", "echo one; echo two >&2").ok();
    assertThat(result.out()).isEqualTo("one\r\ntwo\r\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void restoresTheUsersTerminal() {
    String line =
        String.join(" ", jdock.commandLine("run", "--rm", "-it", jdock.busybox(), "true"));
    try (Terminal shell =
        Terminal.open(
            24,
            80,
            java.util.Map.of("JDOCK_ROOT", jdock.root().toString()),
            java.nio.file.Path.of("/"),
            java.util.List.of(
                "sh",
                "-c",
                "a=$(stty -g); " + line + "; b=$(stty -g); [ $a = $b ] && echo same"))) {
      assertThat(shell.await().out()).contains("same");
    }
  }

  @Test
  void detachesWithControlPControlQ() {
    String name = jdock.container();
    try (Terminal terminal =
        jdock.terminal(24, 80, "run", "-it", "--name", name, jdock.busybox())) {
      terminal.awaitText("# ").type("\020\021");
      terminal.await().ok();
    }
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
  }
}
