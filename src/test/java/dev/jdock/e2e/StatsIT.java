package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EndToEnd
class StatsIT {

  private final Jdock jdock;

  StatsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void showsWhatABusyOneUses() {
    String name = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--network",
            "none",
            "-m",
            "64m",
            "--name",
            name,
            jdock.busybox(),
            "sh",
            "-c",
            "while :; do :; done")
        .ok();
    var lines = jdock.run("stats", "--no-stream", name).lines();
    assertThat(lines.getFirst())
        .matches(
            "CONTAINER ID\\s+NAME\\s+CPU %\\s+MEM USAGE / LIMIT\\s+MEM %\\s+NET I/O\\s+BLOCK I/O\\s+PIDS");
    assertThat(lines.getLast()).contains(name, " / 64MiB", "0B / 0B").endsWith("1");
    String percent = jdock.run("stats", "--no-stream", "--format", "{{.CPUPerc}}", name).text();
    assertThat(Double.parseDouble(percent.replace("%", ""))).isPositive();
    assertThat(jdock.run("stats", "--no-stream", "--format", "json", name).text())
        .contains("\"Name\":\"" + name + "\"", "\"PIDs\":\"1\"");
  }

  @Test
  void oneAtRestUsesNothing() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "true").ok();
    jdock
        .run(
            "stats",
            "--no-stream",
            "--format",
            "{{.Name}} {{.CPUPerc}} {{.MemUsage}} {{.PIDs}}",
            name)
        .prints(name + " 0.00% 0B / 0B 0");
    jdock.run("stats", "--no-stream", "nosuch").exits(1).saysOnErr("No such container: nosuch");
  }
}
