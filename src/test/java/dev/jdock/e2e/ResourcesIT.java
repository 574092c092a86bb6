package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@EndToEnd
class ResourcesIT {

  private final Jdock jdock;

  ResourcesIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result sh(String script, String... flags) {
    List<String> line = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
    line.addAll(List.of(flags));
    line.addAll(List.of(jdock.busybox(), "sh", "-c", script));
    return jdock.run(line.toArray(String[]::new));
  }

  /** Prints files of the container's own cgroup. */
  private static String cat(String unified, String byController) {
    return "cd /sys/fs/cgroup; cat " + (Host.unifiedCgroups() ? unified : byController);
  }

  @Test
  void memoryReservationAndSwapReachTheCgroup() {
    String script =
        cat(
            "memory.max memory.low memory.swap.max",
            "memory/memory.limit_in_bytes memory/memory.soft_limit_in_bytes"
                + " memory/memory.memsw.limit_in_bytes");
    // Version 2 counts swap alone, version 1 memory and swap together.
    int swap = Host.unifiedCgroups() ? 64 << 20 : 128 << 20;
    sh(script, "-m", "64m", "--memory-reservation", "32m", "--memory-swap", "128m")
        .prints("67108864\n33554432\n" + swap);
    sh("true", "-m", "64m", "--memory-swap", "32m")
        .exits(125)
        .saysOnErr("Minimum memoryswap limit should be larger than memory limit");
    sh("true", "-m", "64m", "--memory-reservation", "65m")
        .exits(125)
        .saysOnErr("Minimum memory limit can not be less than memory reservation limit");
  }

  @Test
  void sharesPeriodAndQuotaReachTheCgroup() {
    String[] flags = {"--cpu-shares", "512", "--cpu-period", "50000", "--cpu-quota", "25000"};
    String script =
        cat("cpu.max", "cpu/cpu.cfs_quota_us cpu/cpu.cfs_period_us cpu/cpu.shares") + "| xargs";
    sh(script, flags).prints(Host.unifiedCgroups() ? "25000 50000" : "25000 50000 512");
    sh("true", "--cpu-period", "1")
        .exits(125)
        .saysOnErr("CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s");
    sh("true", "--cpus", "1", "--cpu-quota", "25000").exits(125).saysOnErr("Conflicting options");
  }

  @Test
  void setsOfProcessorsAndNodesBindTheProcess() {
    sh("grep _allowed_list /proc/self/status | cut -f 2", "--cpuset-cpus=0", "--cpuset-mems=0")
        .prints("0\n0");
    sh("true", "--cpuset-cpus", "4000").exits(125).saysOnErr("Requested CPUs are not available");
    sh("true", "--cpuset-mems", "x").exits(125).saysOnErr("Invalid value x for cpuset mems");
  }

  @Test
  void sharedMemoryHasItsSize() {
    sh("df -k /dev/shm | tail -n 1 | awk '{ print $2 }'", "--shm-size", "8m").prints("8192");
    sh("dd if=/dev/zero of=/dev/shm/x bs=1M count=9 2>/dev/null", "--shm-size", "8m").exits(1);
    sh("true", "--shm-size", "x").exits(125).saysOnErr("invalid size: 'x'");
  }

  @Test
  void killerOfProcessesIsTold() {
    sh("cat /proc/self/oom_score_adj", "--oom-score-adj", "500").prints("500");
    sh("true", "--oom-score-adj", "1001").exits(125).saysOnErr("range for oom score adj is [-1000");
  }

  @Test
  void limitsOfProcessesAreSet() {
    String limits = sh("cat /proc/1/limits", "--ulimit", "nofile=99:200", "--ulimit=core=0").text();
    assertThat(limits)
        .containsPattern("Max open files +99 +200 ")
        .containsPattern("Max core file size +0 +0 ");
    sh("true", "--ulimit", "nofile=3:2").exits(125).saysOnErr("ulimit soft limit must be less");
    sh("true", "--ulimit", "nosuch=1").exits(125).saysOnErr("invalid ulimit type: nosuch");
  }

  @Test
  void badRatesAreRefused() {
    sh("true", "--device-read-bps", "/dev/zero:x").exits(125).saysOnErr("invalid rate for device");
    sh("true", "--device-write-iops", "dev:1").exits(125).saysOnErr("bad format for device path");
  }
}
