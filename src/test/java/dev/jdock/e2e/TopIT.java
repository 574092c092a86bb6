package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EndToEnd
class TopIT {

  private final Jdock jdock;

  TopIT(Jdock jdock) {
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
  void listsWhatRunsWithTheHostsNumbers() {
    String name = running();
    String pid = jdock.format(name, "{{.State.Pid}}");
    var lines = jdock.run("top", name).lines();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst().split("\\s+"))
        .containsExactly("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
    assertThat(lines.getLast())
        .matches("root\\s{16}" + pid + "\\s+\\d+\\s+\\d+\\s+\\S+\\s+\\?\\s+00:00:00\\s+sleep 600");
  }

  @Test
  void takesTheOptionsOfPs() {
    String name = running();
    String pid = jdock.format(name, "{{.State.Pid}}");
    assertThat(jdock.run("top", name, "-o", "pid,comm").lines().getLast().split("\\s+"))
        .containsExactly(pid, "sleep");
    assertThat(jdock.run("top", name, "aux").lines().getFirst().split("\\s+"))
        .startsWith("USER", "PID", "%CPU", "%MEM", "VSZ", "RSS", "TTY", "STAT", "START", "TIME");
    jdock
        .run("top", name, "-o", "comm")
        .exits(1)
        .saysOnErr("Error response from daemon: Couldn't find PID field in ps output");
  }

  @Test
  void needsARunningOne() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "true").ok();
    String id = jdock.format(name, "{{.Id}}");
    jdock.run("top", name).exits(1).saysOnErr("container " + id + " is not running");
  }
}
