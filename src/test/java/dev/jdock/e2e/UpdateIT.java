package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EndToEnd
class UpdateIT {

  private final Jdock jdock;

  UpdateIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void changesTheLimitsOfARunningOne() {
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
            "sleep",
            "600")
        .ok();
    jdock.run("update", "-m", "32m", "--pids-limit", "1", name).saysOnOut(name);
    assertThat(jdock.format(name, "{{.HostConfig.Memory}} {{.HostConfig.PidsLimit}}"))
        .isEqualTo("33554432 1");
    jdock.run("stats", "--no-stream", "--format", "{{.MemUsage}}", name).saysOnOut("/ 32MiB");
    jdock.run("update", "-m", "1m", name).exits(1).saysOnErr("Minimum memory limit allowed is 6MB");
    jdock
        .run("update", "-m", "300m", name)
        .exits(1)
        .saysOnErr("Memory limit should be smaller than already set memoryswap limit");
  }

  @Test
  void changesTheProcessorsOfARunningOne() {
    String name = jdock.container();
    jdock
        .run("run", "-d", "--network", "none", "--name", name, jdock.busybox(), "sleep", "60")
        .ok();
    jdock.run("update", "-c", "512", "--cpuset-cpus", "0", "--cpu-quota", "50000", name).ok();
    assertThat(
            jdock.format(
                name,
                "{{.HostConfig.CpuShares}} {{.HostConfig.CpusetCpus}} {{.HostConfig.CpuQuota}}"))
        .isEqualTo("512 0 50000");
    jdock
        .run("exec", name, "grep", "Cpus_allowed_list", "/proc/1/status")
        .prints("Cpus_allowed_list:\t0");
    jdock.run("update", "--cpuset-cpus", "x", name).exits(1).saysOnErr("for cpuset cpus");
    jdock.run("update", "--cpus", "0.001", name).exits(1);
    jdock.run("update", "--kernel-memory", "100m", name).ok().saysOnOut(name);
  }

  @Test
  void changesTheRestartPolicyOfOneAtRest() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "true").ok();
    jdock.run("update", "--restart", "on-failure:3", name).ok();
    assertThat(jdock.format(name, "{{json .HostConfig.RestartPolicy}}"))
        .isEqualTo("{\"Name\":\"on-failure\",\"MaximumRetryCount\":3}");
    jdock.run("update", "--restart", "foo", name).exits(1).saysOnErr("invalid restart policy");
    jdock
        .run("update", name)
        .exits(1)
        .saysOnErr("you must provide one or more flags when using this command");
    jdock.run("update", "-m", "64m", "nosuch").exits(1).saysOnErr("No such container: nosuch");
  }

  @Test
  @JdockOnly("asked of Docker since 2013")
  void publishesPortsWhileItRuns() {
    String name = jdock.container();
    int first = Host.freePort();
    String script = "mkdir /w; echo page > /w/index.html; httpd -f -h /w -p 80";
    jdock
        .run("run", "-d", "--name", name, "-p", first + ":80", jdock.busybox(), "sh", "-c", script)
        .ok();
    Host.awaitPage("http://127.0.0.1:" + first, "page");
    int second = Host.freePort();
    jdock.run("update", "--publish", second + ":80", name).prints(name);
    Host.awaitPage("http://127.0.0.1:" + second, "page");
    jdock.run("ps", "--format", "{{.Ports}}").saysOnOut("0.0.0.0:" + second + "->80/tcp");
    jdock.run("update", "--publish-rm", first + ":80", name).prints(name);
    assertThat(Host.get("http://127.0.0.1:" + first)).isEmpty();
    jdock.run("restart", "-t", "0", name).ok();
    Host.awaitPage("http://127.0.0.1:" + second, "page");
    jdock.run("port", name, "80").saysOnOut("0.0.0.0:" + second);
    jdock.run("update", "--publish-rm", "99", name).exits(1).saysOnErr("does not publish port 99");
    jdock
        .run("update", "--publish", second + ":81", name)
        .exits(1)
        .saysOnErr("port is already allocated");
  }
}
