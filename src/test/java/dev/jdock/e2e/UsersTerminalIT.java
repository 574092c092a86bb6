package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the user's terminal, and of the container, when one of them goes away. */
@EndToEnd
class UsersTerminalIT {
  private static final String DEAF = "trap '' HUP TERM; echo re''ady; while :; do sleep 0.1; done";

  private final Jdock jdock;

  UsersTerminalIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String started(Jdock on, String flags, String script) {
    String name = on.container();
    on.run("run", flags, "--network=none", "--name", name, on.busybox(), "sh", "-c", script).ok();
    return name;
  }

  private void awaitSize(String name, String rowsAndColumns) {
    Eventually.that(
        () -> "the terminal has not become " + rowsAndColumns,
        () ->
            jdock
                .run("exec", name, "sh", "-c", "stty size </proc/1/fd/0")
                .out()
                .equals(rowsAndColumns + "\n"));
  }

  /**
   * A shell that compares its terminal's settings before and after a command; when that was killed
   * it is the engine that puts them back, a moment later.
   */
  private static Terminal compared(Jdock on, String... command) {
    String script =
        """
        a=$(stty -g); %s; echo code $?
        for i in $(seq 100); do [ $a = $(stty -g) ] && echo same && break; sleep 0.1; done
        """
            .formatted(String.join(" ", on.commandLine(command)));
    return Terminal.open(24, 80, on.environment(), Path.of("/"), List.of("sh", "-c", script));
  }

  @Test
  @JdockOnly("Docker's client stays without a terminal")
  void hangUpEndsTheCommandAndNoDeafContainer() {
    String name = jdock.container();
    try (Terminal terminal =
        jdock.terminal(24, 80, "run", "-it", "--name", name, jdock.busybox(), "sh", "-c", DEAF)) {
      terminal.awaitText("ready").hangUp();
      terminal.await().exits(129);
    }
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
  }

  @Test
  void hangUpReachesTheContainer() {
    String name = jdock.container();
    String script = "trap 'exit 7' HUP; echo re''ady; while :; do sleep 0.1; done";
    try (Terminal terminal =
        jdock.terminal(24, 80, "run", "--name", name, jdock.busybox(), "sh", "-c", script)) {
      terminal.awaitText("ready").hangUp();
      jdock.awaitStatus(name, "exited");
      assertThat(jdock.format(name, "{{.State.ExitCode}}")).isEqualTo("7");
    }
  }

  @Test
  @JdockOnly("Docker's client ends with 0")
  void terminalIsRestoredWhenTheCommandIsTerminated() {
    String name = started(jdock, "-dit", DEAF);
    try (Terminal terminal = compared(jdock, "exec", "-it", name, "sh", "-c", "'echo in; cat'")) {
      terminal.awaitText("in").process("jdock").destroy();
      assertThat(terminal.await().out()).contains("code 143").contains("same");
    }
  }

  @Test
  @JdockOnly("nobody can do it for Docker's client")
  void terminalIsRestoredWhenTheCommandIsKilled() {
    String name = started(jdock, "-dit", DEAF);
    try (Terminal terminal = compared(jdock, "exec", "-it", name, "sh", "-c", "'echo in; cat'")) {
      terminal.awaitText("in").process("jdock").destroyForcibly();
      assertThat(terminal.await().out()).contains("code 137").contains("same");
    }
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
  }

  @Test
  void terminalIsRestoredWhenTheContainerIsKilled() {
    String name = started(jdock, "-dit", DEAF);
    try (Terminal terminal = compared(jdock, "attach", name)) {
      awaitSize(name, "24 80");
      terminal.resize(30, 90);
      awaitSize(name, "30 90");
      jdock.run("kill", name).ok();
      assertThat(terminal.await().out()).contains("code 137").contains("same");
    }
  }

  @Test
  @JdockOnly("Docker's daemon is started by others")
  void terminalIsRestoredWhenTheEngineDies() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock there = own.jdock();
      try (Terminal terminal =
          compared(
              there,
              "run",
              "-it",
              "--network=none",
              there.busybox(),
              "sh",
              "-c",
              "'echo in; cat'")) {
        terminal.awaitText("in");
        there.killEngine();
        assertThat(terminal.await().out()).contains("code 125").contains("same");
      }
    }
  }

  @Test
  void signalsAreKeptFromTheContainerWhenAsked() {
    String name =
        started(jdock, "-d", "trap 'exit 5' TERM; while :; do echo tick; sleep 0.1; done");
    try (Running attached = jdock.start("attach", "--sig-proxy=false", "--no-stdin", name)) {
      attached.awaitOut("tick").signal("TERM");
      if (!jdock.isReal()) {
        // Docker's client takes no notice.
        attached.await().exits(143);
      }
      assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
    }
    try (Running attached = jdock.start("attach", "--no-stdin", name)) {
      attached.awaitOut("tick").signal("TERM");
      attached.await().exits(5);
    }
  }

  @Test
  void detachKeysMayBeConfigured(@TempDir Path folder) {
    Host.write(folder.resolve("config.json"), "{\"detachKeys\": \"ctrl-a,d\"}");
    Jdock configured = jdock.with("DOCKER_CONFIG", folder.toString());
    String name = started(jdock, "-dit", "cat");
    try (Terminal terminal = configured.terminal(24, 80, "attach", name)) {
      terminal.type("one\r").awaitText("one");
      terminal.type("\001").type("d");
      assertThat(terminal.await().everything()).contains("read escape sequence");
    }
    try (Terminal terminal = configured.terminal(24, 80, "exec", "-it", name, "cat")) {
      terminal.type("two\r").awaitText("two");
      terminal.type("\001").type("d");
      assertThat(terminal.await().everything()).contains("read escape sequence");
    }
    assertThat(jdock.format(name, "{{.State.Running}}")).isEqualTo("true");
  }

  @Test
  @JdockOnly("Docker does not tell")
  void addressOfAPublishedPortIsShownOnATerminalAlone() {
    int port = Host.freePort();
    String name = jdock.container();
    try (Terminal terminal =
        jdock.terminal(
            24,
            80,
            "run",
            "-d",
            "--name",
            name,
            "-p",
            port + ":80",
            jdock.busybox(),
            "httpd",
            "-f")) {
      assertThat(terminal.await().ok().out()).contains("http://localhost:" + port + "/\r");
    }
    String scripted = jdock.container();
    Result result =
        jdock
            .run("run", "-d", "--name", scripted, "-p", "80", jdock.busybox(), "sleep", "600")
            .ok();
    assertThat(result.everything()).matches("[0-9a-f]{64}\n");
  }

  @Test
  void fullScreenProgramWorksInATerminalMultiplexer(@TempDir Path folder) {
    String socket = folder.resolve("tmux").toString();
    String name = jdock.container();
    String line =
        String.join(
            " ", jdock.commandLine("run", "-it", "--name", name, jdock.busybox(), "vi", "/notes"));
    try {
      tmux(folder, socket, "-f/dev/null", "new-session", "-d", "-x", "90", "-y", "20", line);
      awaitScreen(socket, "/notes");
      tmux(folder, socket, "send-keys", "ihello screen", "Escape");
      awaitScreen(socket, "hello screen");
      tmux(folder, socket, "resize-window", "-x", "120", "-y", "40");
      awaitSize(name, "40 120");
      tmux(folder, socket, "send-keys", ":wq", "Enter");
      jdock.awaitStatus(name, "exited");
      assertThat(jdock.format(name, "{{.State.ExitCode}}")).isEqualTo("0");
      jdock.run("cp", name + ":/notes", folder.toString()).ok();
      assertThat(Host.read(folder.resolve("notes"))).isEqualTo("hello screen\n");
    } finally {
      Host.run("tmux", "-S", socket, "kill-server");
    }
  }

  private void tmux(Path folder, String socket, String... arguments) {
    String[] line = new String[arguments.length + 3];
    line[0] = "tmux";
    line[1] = "-S";
    line[2] = socket;
    System.arraycopy(arguments, 0, line, 3, arguments.length);
    Host.run(folder, jdock.environment(), line).ok();
  }

  private static String screen(String socket) {
    return Host.run("tmux", "-S", socket, "capture-pane", "-p").out();
  }

  private static void awaitScreen(String socket, String text) {
    Eventually.that(() -> screen(socket), () -> screen(socket).contains(text));
  }
}
