package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EndToEnd
class ExecIT {

  private final Jdock jdock;
  private String name = "";

  ExecIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void start() {
    name = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--name",
            name,
            "-e",
            "FROM_RUN=1",
            "-w",
            "/tmp",
            jdock.busybox(),
            "sleep",
            "600")
        .ok();
  }

  @Test
  void runsInsideTheContainer() {
    jdock
        .run("exec", name, "sh", "-c", "pwd; echo $FROM_RUN; hostname")
        .prints("/tmp\n1\n" + jdock.format(name, "{{.Config.Hostname}}"));
  }

  @Test
  void seesTheContainersProcesses() {
    Result result = jdock.run("exec", name, "ps").ok();
    assertThat(result.out()).containsPattern("1 root +sleep 600").doesNotContain("java");
  }

  @Test
  void sharesEveryNamespace() {
    jdock
        .run(
            "exec",
            name,
            "sh",
            "-c",
            "for n in ipc mnt net pid uts cgroup; do"
                + " [ $(readlink /proc/1/ns/$n) = $(readlink /proc/self/ns/$n) ] || echo differs $n;"
                + " done; echo end")
        .prints("end");
  }

  @Test
  void isAsConfinedAsTheContainer() {
    String show = "grep -E '^(CapEff|CapBnd|Seccomp|NoNewPrivs):' /proc/%s/status";
    String mine = jdock.run("exec", name, "sh", "-c", show.formatted("self")).text();
    assertThat(mine).isEqualTo(jdock.run("exec", name, "sh", "-c", show.formatted("1")).text());
  }

  @Test
  void exitsLikeTheCommand() {
    jdock.run("exec", name, "sh", "-c", "exit 7").exits(7);
    jdock.run("exec", name, "sh", "-c", "kill -9 $$").exits(137);
  }

  @Test
  void keepsOutAndErrApart() {
    Result result = jdock.run("exec", name, "sh", "-c", "echo out; echo err >&2").ok();
    assertThat(result.out()).isEqualTo("out\n");
    assertThat(result.err()).isEqualTo("err\n");
  }

  @Test
  void givesInputOnlyWhenInteractive() {
    jdock.runWithInput("hello\n", "exec", "-i", name, "cat").prints("hello");
    assertThat(jdock.runWithInput("hello\n", "exec", name, "cat").ok().out()).isEmpty();
  }

  @Test
  void takesUserFolderAndVariables() {
    Result result =
        jdock
            .run(
                "exec",
                "-u",
                "www-data",
                "-w",
                "/etc",
                "-e",
                "A=b",
                name,
                "sh",
                "-c",
                "id; pwd; env")
            .ok();
    assertThat(result.lines())
        .contains(
            "uid=33(www-data) gid=33(www-data) groups=33(www-data),50(staff)",
            "/etc",
            "A=b",
            "FROM_RUN=1",
            "HOME=/var/www");
  }

  @Test
  void detachedReturnsAtOnce() {
    assertThat(jdock.run("exec", "-d", name, "sh", "-c", "sleep 0.2; touch /tmp/made").text())
        .isEmpty();
    Eventually.that(
        () -> "/tmp/made is not there",
        () -> jdock.run("exec", name, "ls", "/tmp/made").exitCode() == 0);
  }

  @Test
  void isATerminalWhenAsked() {
    try (Terminal terminal = jdock.terminal(30, 100, "exec", "-it", name, "sh")) {
      terminal.awaitText("# ");
      Eventually.that(
          terminal::text,
          () -> {
            terminal.type("stty size; tty\r");
            return terminal.text().contains("30 100") && terminal.text().contains("/dev/pts/");
          });
      terminal.type("exit 4\r");
      terminal.await().exits(4);
    }
  }

  @Test
  void leavesNoZombies() {
    for (int i = 0; i < 5; i++) {
      jdock.run("exec", name, "sh", "-c", "sleep 0 & exit 0").ok();
    }
    Eventually.that(
        () -> jdock.run("exec", name, "ps").out(),
        () ->
            jdock
                .run("exec", name, "sh", "-c", "cat /proc/[0-9]*/stat | grep -c ' Z 0 ' || true")
                .text()
                .equals("0"));
  }

  @Test
  void endsWithTheContainer() {
    try (Running exec = jdock.start("exec", name, "sh", "-c", "echo ready; sleep 600")) {
      exec.awaitOut("ready");
      jdock.run("kill", name).ok();
      exec.await().exits(137);
    }
  }

  @Test
  void unknownCommandFails() {
    Result result = jdock.run("exec", name, "nosuchcommand");
    assertThat(result.exitCode()).as("%s", result).isIn(126, 127);
    assertThat(result.everything())
        .contains("exec: \"nosuchcommand\": executable file not found in $PATH");
  }

  @Test
  void notExecutableIs126() {
    Result result = jdock.run("exec", name, "/etc/passwd").exits(126);
    assertThat(result.everything()).contains("exec: \"/etc/passwd\": permission denied");
  }

  @Test
  void unknownFolderFails() {
    Result result = jdock.run("exec", "-w", "/nosuch", name, "pwd");
    assertThat(result.exitCode()).as("%s", result).isIn(126, 127);
    assertThat(result.everything()).contains("/nosuch").contains("no such file or directory");
  }

  @Test
  void relativeFolderIs128() {
    Result result = jdock.run("exec", "-w", "relative", name, "pwd").exits(128);
    assertThat(result.everything())
        .contains("OCI runtime exec failed: exec failed: Cwd must be an absolute path");
    jdock
        .run("exec", "-d", "-w", "relative", name, "pwd")
        .exits(1)
        .saysOnErr("Cwd must be an absolute path");
  }

  @Test
  void unknownUserFails() {
    Result result = jdock.run("exec", "-u", "nosuch", name, "id");
    assertThat(result.exitCode()).as("%s", result).isIn(1, 126);
    assertThat(result.everything())
        .contains("unable to find user nosuch: no matching entries in passwd file");
  }

  @Test
  void unknownContainerIs1() {
    jdock.run("exec", "nosuch", "true").exits(1).saysOnErr("No such container: nosuch");
  }

  @Test
  void stoppedContainerIs1() {
    String id = jdock.format(name, "{{.Id}}");
    jdock.run("kill", name).ok();
    jdock.run("wait", name).ok();
    jdock.run("exec", name, "true").exits(1).errMatches("(?i)container " + id + " is not running");
  }

  @Test
  void refusesATerminalWithoutOne() {
    jdock.run("exec", "-it", name, "true").exits(1).saysOnErr("the input device is not a TTY");
  }
}
