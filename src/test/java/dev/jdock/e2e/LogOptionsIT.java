package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EndToEnd
class LogOptionsIT {

  private final Jdock jdock;

  LogOptionsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result run(String name, String options, String script) {
    var line =
        new java.util.ArrayList<>(java.util.List.of("run", "--name", name, "--network", "none"));
    line.addAll(java.util.List.of(options.split(" ", -1)));
    line.addAll(java.util.List.of(jdock.busybox(), "sh", "-c", script));
    return jdock.run(line.toArray(String[]::new));
  }

  @Test
  void aFullFileIsFollowedByAnother() {
    String name = jdock.container();
    run(name, "--log-opt max-size=2k --log-opt max-file=3 --log-opt compress=true", "seq 1 500")
        .ok();
    var lines = jdock.run("logs", name).lines();
    assertThat(lines).hasSizeBetween(20, 120).last().isEqualTo("500");
    assertThat(jdock.run("logs", "--tail", "40", name).lines()).hasSize(40).last().isEqualTo("500");
  }

  @Test
  void whoeverFollowsMissesNothing() {
    String name = jdock.container();
    String script = "i=0; while [ $i -lt 200 ]; do i=$((i+1)); echo $i; usleep 3000; done";
    run(name, "-d --log-opt max-size=2k --log-opt max-file=2", script).ok();
    assertThat(jdock.run("logs", "-f", name).lines()).hasSize(200).last().isEqualTo("200");
  }

  @Test
  void detailsAreWhatTheOptionsAskFor() {
    String name = jdock.container();
    run(name, "-l q=w -e Z=1 --log-opt labels=q --log-opt env=Z --log-opt tag={{.Name}}", "echo hi")
        .ok();
    jdock.run("logs", "--details", name).prints("Z=1,q=w,tag=" + name + " hi");
    assertThat(jdock.format(name, "{{json .HostConfig.LogConfig}}"))
        .isEqualTo(
            "{\"Type\":\"json-file\",\"Config\":{\"env\":\"Z\",\"labels\":\"q\",\"tag\":\"{{.Name}}\"}}");
  }

  @Test
  void otherDriversKeepLessOrNothing() {
    String none = jdock.container();
    run(none, "--log-driver none", "echo hi").prints("hi");
    jdock
        .run("logs", none)
        .exits(1)
        .saysOnErr("configured logging driver does not support reading");
    String local = jdock.container();
    run(local, "--log-driver local", "echo hi").prints("hi");
    jdock.run("logs", local).prints("hi");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    run(jdock.container(), "--log-driver nosuch", "true")
        .exits(125)
        .saysOnErr("error looking up logging plugin nosuch: plugin \"nosuch\" not found");
    run(jdock.container(), "--log-opt foo=1", "true")
        .exits(125)
        .saysOnErr("unknown log opt 'foo' for json-file log driver");
    run(jdock.container(), "--log-opt max-size=x", "true")
        .exits(125)
        .saysOnErr("failed to initialize logging driver: invalid size: 'x'");
  }

  @Test
  @JdockOnly("Docker shows one log at a time")
  void showsSeveralWithTheirNames() {
    String one = jdock.container();
    String two = jdock.container();
    run(one, "-d", "echo first").ok();
    run(two, "-d", "echo second").ok();
    jdock.run("wait", one, two).ok();
    assertThat(jdock.run("logs", "-f", one, two).lines())
        .anyMatch(line -> line.startsWith(one) && line.endsWith(" | first"))
        .anyMatch(line -> line.startsWith(two) && line.endsWith(" | second"));
  }
}
