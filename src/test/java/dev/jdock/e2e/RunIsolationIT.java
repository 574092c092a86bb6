package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EndToEnd
class RunIsolationIT {

  private final Jdock jdock;

  RunIsolationIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result sh(String script, String... flags) {
    java.util.List<String> line = new java.util.ArrayList<>(java.util.List.of("run", "--rm"));
    line.addAll(java.util.List.of(flags));
    line.addAll(java.util.List.of(jdock.busybox(), "sh", "-c", script));
    return jdock.run(line.toArray(String[]::new));
  }

  private String status(String key, String... flags) {
    return sh("grep ^" + key + ": /proc/self/status | cut -f2", flags).text();
  }

  @Test
  void hasDockersCapabilities() {
    assertThat(status("CapEff")).isEqualTo("00000000a80425fb");
    assertThat(status("CapBnd")).isEqualTo("00000000a80425fb");
    assertThat(status("CapEff", "--cap-drop", "ALL")).isEqualTo("0000000000000000");
    assertThat(
            status(
                "CapEff", "--cap-drop", "all", "--cap-add", "net_admin", "--cap-add", "CAP_CHOWN"))
        .isEqualTo("0000000000001001");
    assertThat(status("CapEff", "-u", "33")).isEqualTo("0000000000000000");
    assertThat(status("CapInh")).isEqualTo("0000000000000000");
  }

  @Test
  void filtersSystemCalls() {
    assertThat(status("Seccomp")).isEqualTo("2");
    sh("unshare -m true").exits(1);
    sh("mount -t tmpfs x /mnt").errMatches("(?i)permitted|denied");
  }

  @Test
  @JdockOnly("runc gives up where the host lacks a capability")
  void privilegedHasAllThatThereIs() {
    assertThat(Long.parseUnsignedLong(status("CapEff", "--privileged"), 16))
        .isEqualTo(Host.capabilities());
    assertThat(status("Seccomp", "--privileged")).isEqualTo("0");
    sh("mkdir /m && mount -t tmpfs x /m && echo mounted", "--privileged").prints("mounted");
  }

  @Test
  void masksAndProtectsProcAndSys() {
    sh("wc -c </proc/timer_list; wc -c </proc/keys; ls /sys/firmware | wc -l").prints("0\n0\n0");
    assertThat(sh("echo 1 >/proc/sys/kernel/panic").exitCode()).isNotZero();
    assertThat(sh("echo x >/proc/irq/default_smp_affinity").exitCode()).isNotZero();
    assertThat(sh("mkdir /sys/fs/cgroup/" + (Host.unifiedCgroups() ? "x" : "memory/x")).exitCode())
        .isNotZero();
  }

  @Test
  void hasItsOwnNamespaces() {
    for (String namespace : new String[] {"mnt", "pid", "net", "ipc", "uts"}) {
      assertThat(sh("readlink /proc/self/ns/" + namespace).text())
          .isNotEqualTo(Host.run("readlink", "/proc/self/ns/" + namespace).text());
    }
    sh("echo $$; ls /proc | grep -c '^[0-9]'").saysOnOut("1\n");
  }

  @Test
  void hasDockersDevices() {
    // /dev/core is there where the kernel has /proc/kcore.
    sh("ls /dev | grep -vx core")
        .prints(
            "fd\nfull\nmqueue\nnull\nptmx\npts\nrandom\nshm\nstderr\nstdin\nstdout\ntty\nurandom\nzero");
    sh("echo x >/dev/null; head -c 2 /dev/zero | wc -c; echo y >/dev/stdout").prints("2\ny");
    sh("mknod /dev/sd b 8 0 && head -c 1 /dev/sd")
        .errMatches("(?i)permitted|denied|no such device");
  }

  @Test
  void cannotReachTheHostsRoot() {
    assertThat(sh("ls /.. ; ls /proc/1/root/").text()).doesNotContain("lost+found");
    assertThat(sh("cat /proc/self/mountinfo").text().lines().filter(l -> l.contains(" / / ")))
        .hasSize(1);
  }

  @Test
  void limitsMemory() {
    String file = Host.unifiedCgroups() ? "memory.max" : "memory/memory.limit_in_bytes";
    sh("cat /sys/fs/cgroup/" + file, "-m", "64m").prints("67108864");
    String name = jdock.container();
    jdock
        .run(
            "run",
            "--name",
            name,
            "-m",
            "20m",
            jdock.busybox(),
            "dd",
            "if=/dev/zero",
            "of=/dev/null",
            "bs=100M",
            "count=1")
        .exits(137);
    assertThat(jdock.format(name, "{{.State.OOMKilled}}")).isEqualTo("true");
  }

  @Test
  void limitsProcessorsAndProcesses() {
    if (Host.unifiedCgroups()) {
      sh(
              "cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/pids.max",
              "--cpus",
              "0.5",
              "--pids-limit",
              "20")
          .prints("50000 100000\n20");
    } else {
      sh(
              "cd /sys/fs/cgroup; cat cpu/cpu.cfs_quota_us pids/pids.max",
              "--cpus",
              "0.5",
              "--pids-limit",
              "20")
          .prints("50000\n20");
    }
    sh("for i in 1 2 3 4 5 6 7; do sleep 1 & done; wait", "--pids-limit", "5")
        .exits(2)
        .saysOnErr("can't fork");
  }
}
