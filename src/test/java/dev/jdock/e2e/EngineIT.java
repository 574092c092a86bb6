package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EndToEnd
@JdockOnly("Docker's daemon is started by others")
class EngineIT {

  private final Jdock jdock;

  EngineIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private long pid() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains("java"))
        .filter(process -> environment(process.pid()).contains("JDOCK_ROOT=" + jdock.root()))
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElseThrow();
  }

  private static String environment(long pid) {
    try {
      return java.nio.file.Files.readString(java.nio.file.Path.of("/proc/" + pid + "/environ"));
    } catch (java.io.IOException gone) {
      return "";
    }
  }

  @Test
  void startsWithTheFirstCommandAndSaysHowItIs() {
    jdock.run("ps").ok();
    jdock.run("engine", "status").ok();
    jdock.run("engine", "logs").ok();
  }

  @Test
  void killedEngineLosesNothing() {
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
            "i=0; while :; do echo line $i; i=$((i+1)); sleep 0.2; done")
        .ok();
    jdock.awaitLog(name, "line 2\n");
    Host.run("kill", "-s", "KILL", Long.toString(pid())).ok();
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("running");
    String last = jdock.run("logs", "-n", "1", name).text();
    Eventually.that(
        () -> "no line after " + last,
        () -> !jdock.run("logs", "-n", "1", name).text().equals(last));
    jdock.run("stop", "-t", "0", name).prints(name);
    jdock.run("images", "-q", jdock.busybox()).ok().saysOnOut("\n");
  }

  @Test
  void helloWorldNeedsNoRegistry() {
    Result result = jdock.run("run", "--rm", "hello-world").ok();
    assertThat(result.out()).containsIgnoringCase("hello");
  }
}
