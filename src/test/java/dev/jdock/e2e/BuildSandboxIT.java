package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What RUN may do and use. */
@EndToEnd
@JdockOnly("Docker's old builder, which the suite asks for, has none of the flags of RUN")
class BuildSandboxIT {
  private final Jdock jdock;
  private @TempDir Path context = Path.of("");

  BuildSandboxIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result build(String run, String... flags) {
    Host.write(
        context.resolve("Dockerfile"),
        "FROM " + jdock.busybox() + "\nARG NONCE=" + UUID.randomUUID() + "\n" + run + "\n");
    var command = new ArrayList<>(List.of("build", "--progress", "plain", "-t", jdock.image()));
    command.addAll(List.of(flags));
    command.add(context.toString());
    return jdock.run(command.toArray(String[]::new));
  }

  @Test
  void aStepHasTheNetworkOfItsFlagOrElseOfTheBuild() {
    String links = "ls /sys/class/net | tr '\\n' ' '";
    assertThat(build("RUN --network=none " + links).ok().err()).containsPattern("\\d lo \\n");
    assertThat(build("RUN --network=default " + links).ok().err())
        .containsPattern("\\d eth0 lo \\n");
    assertThat(build("RUN --network=default " + links, "--network", "none").ok().err())
        .containsPattern("\\d lo \\n");
    assertThat(build("RUN --network=none " + links, "--network", "host").ok().err())
        .containsPattern("\\d lo \\n");
    String own = "RUN --network=host readlink /proc/self/ns/net";
    String host = Host.run("readlink", "/proc/self/ns/net").ok().text();
    assertThat(build(own, "--allow", "network.host").ok().err()).contains(host);
    assertThat(build("RUN echo first\n" + own).exits(1).err())
        .endsWith(
            "ERROR: failed to build: failed to solve: failed to load LLB: network.host is not allowed\n")
        .doesNotContain("RUN echo first");
    assertThat(build("RUN --network=bridge true").exits(1).err())
        .contains("dockerfile parse error on line 3: invalid network mode \"bridge\"");
  }

  @Test
  void hostsAreAddedInEveryForm() {
    Result result =
        build(
            "RUN cat /etc/hosts",
            "--add-host",
            "a:1.2.3.4,b=1.2.3.5",
            "--add-host",
            "six:[::1]",
            "--add-host",
            "gw:host-gateway");
    assertThat(result.ok().err())
        .contains("127.0.0.1\tlocalhost buildkitsandbox\n")
        .contains("1.2.3.4\ta\n")
        .contains("1.2.3.5\tb\n")
        .contains("::1\tsix\n")
        .containsPattern("\\d+\\.\\d+\\.\\d+\\.\\d+\tgw\n");
  }

  @Test
  void insecureStepsAreRootOfTheHostWhereThatIsAllowed() {
    String run = "RUN --security=insecure grep -E 'CapEff|Seccomp:' /proc/self/status";
    assertThat(build(run).exits(1).err())
        .endsWith("failed to load LLB: security.insecure is not allowed\n");
    String all = Host.run("sed", "-n", "s/CapBnd:\\t//p", "/proc/self/status").text();
    assertThat(build(run, "--allow", "security.insecure").ok().err())
        .contains("CapEff:\t" + all)
        .contains("Seccomp:\t0\n");
    assertThat(build(run.replace("insecure", "sandbox")).ok().err())
        .contains("CapEff:\t00000000a80425fb")
        .contains("Seccomp:\t2\n");
  }

  @Test
  void securityOptionsAreThoseOfContainers() {
    String run = "RUN grep -E 'Seccomp:|NoNewPrivs' /proc/self/status";
    assertThat(
            build(
                    run,
                    "--security-opt",
                    "seccomp=unconfined",
                    "--security-opt",
                    "no-new-privileges")
                .ok()
                .err())
        .contains("Seccomp:\t0\n")
        .contains("NoNewPrivs:\t1\n");
  }

  @Test
  void limitsHold() {
    Result result =
        build(
            "RUN ulimit -n; ulimit -Hn; df -k /dev/shm | tail -1; "
                + "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max "
                + "/sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu.max 2>/dev/null; true",
            "--ulimit",
            "nofile=123:456",
            "--shm-size",
            "3m",
            "-m",
            "96m",
            "--memory-swap",
            "-1",
            "--cpu-period",
            "20000",
            "--cpu-quota",
            "10000",
            "-c",
            "512",
            "--cpuset-cpus",
            "0");
    assertThat(result.ok().err())
        .containsPattern("\\d 123\\n#\\d+ [\\d.]+ 456\\n")
        .containsPattern("shm +3072 ")
        .contains(" 100663296\n")
        .contains(" 10000");
  }

  @Test
  void whatIsTooMuchForItsMemoryIsKilled() {
    Result result =
        build(
            "RUN head -c 200m /dev/zero | tail -c 150m >/dev/null",
            "-m",
            "20m",
            "--memory-swap",
            "20m");
    assertThat(result.exits(1).err()).contains("did not complete successfully: exit code: 137");
  }

  @Test
  void stepsAreInTheCgroupThatIsNamed() {
    String parent = "jdock/test-" + UUID.randomUUID();
    try (Running build = start("RUN echo rea''dy; sleep 600", "--cgroup-parent", "/" + parent)) {
      Eventually.that(build::errSoFar, () -> build.errSoFar().contains(" ready\n"));
      assertThat(Host.run("find", "/sys/fs/cgroup", "-path", "*" + parent + "/*", "-type", "d"))
          .satisfies(found -> assertThat(found.out()).isNotEmpty());
      build.signal("INT").await().exits(130);
    } finally {
      assertThat(
              Host.run("find", "/sys/fs/cgroup", "-path", "*" + parent + "/*", "-type", "d").out())
          .isEmpty();
      Host.run("sh", "-c", "find /sys/fs/cgroup -path '*" + parent + "' -type d | xargs -r rmdir");
    }
  }

  private Running start(String run, String... flags) {
    Host.write(context.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\n" + run + "\n");
    var command = new ArrayList<>(List.of("build", "--progress", "plain"));
    command.addAll(List.of(flags));
    command.add(context.toString());
    return jdock.start(command.toArray(String[]::new));
  }

  @Test
  void aDeviceThatIsNotThereIsAnErrorIfItIsRequired() {
    build("RUN --device=example.com/none=1 true").ok();
    assertThat(build("RUN --device=example.com/none=1,required true").exits(1).err())
        .endsWith(
            "ERROR: failed to build: failed to solve: required device \"example.com/none=1\" is not registered\n");
  }
}
