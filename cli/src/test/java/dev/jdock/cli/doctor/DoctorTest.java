package dev.jdock.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.cli.doctor.Finding.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir private Path folder = Path.of("");

  private Machine machine() {
    return new Machine(folder.resolve("state/root"), folder, folder, List.of(folder), false);
  }

  private void file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, content);
  }

  private State ofKernel(String release) throws IOException {
    file("proc/sys/kernel/osrelease", release + "\n");
    return Kernel.version(machine()).state();
  }

  @Test
  void kernelsFromTheFirstWithPidfdGetfdOnAreEnough() throws IOException {
    assertThat(ofKernel("5.6.0")).isEqualTo(State.OK);
    assertThat(ofKernel("6.1.0-28-amd64")).isEqualTo(State.OK);
    assertThat(ofKernel("5.5.19")).isEqualTo(State.MISSING);
    assertThat(ofKernel("4.19.0-27-amd64")).isEqualTo(State.MISSING);
  }

  @Test
  void machineWithoutProcIsToldToMountIt() {
    assertThat(Kernel.version(machine()))
        .isEqualTo(Finding.missing("kernel", "no /proc: mount -t proc proc /proc"));
  }

  @Test
  void controllersThatLackAreNamed() {
    assertThat(Kernel.cgroups(2, Set.of("cpu", "cpuset", "io", "memory", "pids")))
        .isEqualTo(Finding.ok("cgroups", "version 2: cpu cpuset io memory pids"));
    assertThat(Kernel.cgroups(1, Set.of("cpu", "cpuset", "io", "pids")))
        .isEqualTo(
            Finding.limited(
                "cgroups",
                "version 1: cpu cpuset io pids; no limits of memory: boot with"
                    + " cgroup_enable=memory"));
  }

  @Test
  void featuresOfTheKernelAreReadFromItsFiles() throws IOException {
    assertThat(Kernel.seccomp(machine()).state()).isEqualTo(State.LIMITED);
    assertThat(Kernel.appArmor(machine()).state()).isEqualTo(State.LIMITED);
    assertThat(Kernel.ipv6(machine()).state()).isEqualTo(State.LIMITED);
    file("proc/sys/kernel/seccomp/actions_avail", "kill_process allow\n");
    file("sys/module/apparmor/parameters/enabled", "Y\n");
    file("proc/net/if_inet6", "");
    assertThat(Kernel.seccomp(machine())).isEqualTo(Finding.ok("seccomp", "kill_process allow"));
    assertThat(Kernel.appArmor(machine()).state()).isEqualTo(State.OK);
    assertThat(Kernel.ipv6(machine()).state()).isEqualTo(State.OK);
  }

  @Test
  void spaceIsLookedAtWhereTheStateRootWillBe() throws IOException {
    assertThat(Storage.space(machine()).detail()).startsWith(folder + "/state/root on ");
    assertThat(machine().stateRootOrAbove()).isEqualTo(folder);
  }

  @Test
  void whatOnlyRootCanTryIsUnknownToOthers() throws Exception {
    assertThat(Storage.overlay(machine()).state()).isEqualTo(State.UNKNOWN);
    assertThat(Storage.owners(machine()).state()).isEqualTo(State.UNKNOWN);
    assertThat(Networks.bridge(machine()).state()).isEqualTo(State.UNKNOWN);
    assertThat(Networks.translation(machine()).state()).isEqualTo(State.UNKNOWN);
    assertThat(Installation.user(machine()).state()).isEqualTo(State.MISSING);
  }

  @Test
  void missingCacheOfThisBuildSaysWhatMakesIt() throws IOException {
    file("lib/build-id", "b2\n");
    file("lib/engine-b1.aot", "");
    assertThat(Installation.fastStart(machine()))
        .isEqualTo(
            Finding.limited(
                "fast start",
                "the first command takes longer: sudo %s/libexec/train.sh makes the cache"
                    .formatted(folder)));
    file("lib/engine-b2.aot", "");
    assertThat(Installation.fastStart(machine()).state()).isEqualTo(State.OK);
  }

  @Test
  void sshIsLookedForInTheFoldersOfPath() throws IOException {
    assertThat(Installation.ssh(machine()).state()).isEqualTo(State.LIMITED);
    file("ssh", "");
    assertThat(folder.resolve("ssh").toFile().setExecutable(true)).isTrue();
    assertThat(Installation.ssh(machine()).state()).isEqualTo(State.OK);
  }

  @Test
  void onlyWhatNoContainerRunsWithoutFails() {
    assertThat(Doctor.exitCode(List.of(Finding.ok("a", ""), Finding.limited("b", "")))).isZero();
    assertThat(Doctor.exitCode(List.of(Finding.unknown("a")))).isZero();
    assertThat(Doctor.exitCode(List.of(Finding.ok("a", ""), Finding.missing("b", "")))).isOne();
  }

  @Test
  void tableHasOneLineForEachEvenIfADetailHasMore() {
    assertThat(
            Doctor.table(List.of(Finding.ok("a", "one\n\ttwo"), Finding.missing("feature", "x"))))
        .isEqualTo(
            """
            FEATURE   STATE     DETAIL
            a         ok        one two
            feature   missing   x
            """);
  }

  @Test
  void probeThatFailsIsToldAndTheNextIsTriedAllTheSame() {
    List<Finding> findings = new ArrayList<>();
    Doctor.look(
        findings,
        "a",
        () -> {
          throw new IOException("broken");
        });
    Doctor.look(findings, "b", () -> Finding.ok("b", "fine"));
    assertThat(findings)
        .containsExactly(
            Finding.limited("a", "could not be found out: broken"), Finding.ok("b", "fine"));
  }
}
