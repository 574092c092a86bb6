package dev.jdock.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A version 2 hierarchy beside version 1 controllers takes device programs, too. */
class DeviceFilterIT {
  private final String name = "test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
  private CgroupDirectory cgroup;

  @BeforeEach
  void create() {
    CgroupMounts mounts = CgroupMounts.ofThisProcess();
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    Assumptions.assumeTrue(mounts.v2() != null, "needs version 2");
    Path mount = Objects.requireNonNull(mounts.v2());
    cgroup = V2Hierarchy.below(mount, "/").create(name, Limits.NONE);
  }

  @AfterEach
  void remove() {
    if (cgroup != null) {
      cgroup.kill();
      cgroup.remove();
    }
  }

  private int run(String script) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", "read go; " + script)
            .inheritIO()
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    cgroup.join((int) process.pid());
    process.outputWriter().append("go\n").close();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void standardRulesPermitTheHarmlessDevicesOnly() throws Exception {
    assertThat(cgroup.permitDevices(DeviceRule.standard())).isTrue();
    assertThat(run("head -c 1 /dev/zero > /dev/null && head -c 1 /dev/urandom > /dev/full; true"))
        .isZero();
    assertThat(run(": < /dev/null && ! (: < /dev/kmsg) 2> /dev/null")).isZero();
  }

  @Test
  void accessIsJudgedByItsKind() throws Exception {
    cgroup.permitDevices(List.of(new DeviceRule('c', 1, 3, "w")));
    assertThat(run("(: > /dev/null) && ! (: < /dev/null)")).isZero();
    assertThat(run("! (: < /dev/zero)")).isZero();
  }

  @Test
  void majorNumberAloneCoversAllMinors() throws Exception {
    cgroup.permitDevices(List.of(new DeviceRule('c', 1, -1, "rwm")));
    assertThat(run("(: < /dev/zero) && (: < /dev/null)")).isZero();
    assertThat(run("! (: < /dev/ptmx)")).isZero();
  }
}
