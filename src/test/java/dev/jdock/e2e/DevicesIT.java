package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EndToEnd
class DevicesIT {

  /** Opens /dev/fuse by another name: no container may unless it is told that it may. */
  private static final String OPEN = "head -c 0 < /k";

  private final Jdock jdock;

  DevicesIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result sh(String script, String... flags) {
    List<String> line = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
    line.addAll(List.of(flags));
    line.addAll(List.of(jdock.busybox(), "sh", "-c", script));
    return jdock.run(line.toArray(String[]::new));
  }

  @Test
  void deviceIsThereWithItsPermissions() {
    sh("stat -c '%F %t %T' /k; " + OPEN, "--device", "/dev/fuse:/k:r")
        .prints("character special file a e5");
    sh(": > /k", "--device", "/dev/fuse:/k:r").exits(1).saysOnErr("Operation not permitted");
    sh("test -e /dev/fuse").exits(1);
  }

  @Test
  void ruleOpensWhatIsClosed() {
    String script = "mknod /k c 10 229 && " + OPEN;
    sh(script).exits(1).saysOnErr("Operation not permitted");
    sh(script, "--device-cgroup-rule", "c 10:229 r").ok();
    sh(script, "--device-cgroup-rule", "c 10:* r").ok();
  }

  @Test
  void badDevicesAndRulesAreRefused() {
    sh("true", "--device", "/dev/nosuch")
        .exits(127)
        .saysOnErr("adding custom device \"/dev/nosuch\"");
    sh("true", "--device", "/dev/null:/x:q").exits(125).saysOnErr("bad mode specified: q");
    sh("true", "--device-cgroup-rule", "x 1:1 r").exits(125).saysOnErr("invalid device cgroup");
  }

  @Test
  void ownProfileRefusesItsCalls(@TempDir Path folder) {
    Path profile =
        Host.write(
            folder.resolve("profile.json"),
            """
            {"defaultAction": "SCMP_ACT_ALLOW",
             "syscalls": [
               {"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13},
               {"names": ["unlink", "unlinkat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13,
                "excludes": {"caps": ["CAP_CHOWN"]}}]}
            """);
    String flag = "--security-opt=seccomp=" + profile;
    sh("mkdir /x", flag).exits(1).saysOnErr("Permission denied");
    sh("mkfifo /x && rm /x", flag).ok();
    sh("mkfifo /x && rm /x", flag, "--cap-drop=CHOWN").exits(1).saysOnErr("Permission denied");
    Path broken = Host.write(folder.resolve("broken.json"), "{");
    sh("true", "--security-opt=seccomp=" + broken).exits(125);
    sh("true", "--security-opt=seccomp=/nonexistent")
        .exits(125)
        .saysOnErr("opening seccomp profile (/nonexistent) failed");
  }

  @Test
  void pathsOfTheKernelAreOpenOnlyWhenAsked() {
    String script = "(: >> /proc/sys/kernel/hostname) 2> /dev/null && echo open || echo closed";
    sh(script).prints("closed");
    sh(script, "--security-opt", "systempaths=unconfined").prints("open");
  }

  @Test
  void groupsAreAdded() {
    assertThat(sh("id -G", "--group-add", "4321", "-u", "7:8").text().split(" "))
        .containsExactlyInAnyOrder("8", "4321");
    sh("true", "--group-add", "nosuch").exits(125).saysOnErr("Unable to find group nosuch");
  }

  @Test
  void kernelParametersAreTheContainersOwn() {
    String hosts = Host.read(Path.of("/proc/sys/net/ipv4/ip_default_ttl"));
    sh("cat /proc/sys/net/ipv4/ip_default_ttl", "--sysctl=net.ipv4.ip_default_ttl=77").prints("77");
    sh("cat /proc/sys/kernel/msgmax", "--sysctl", "kernel.msgmax=4242").prints("4242");
    assertThat(Host.read(Path.of("/proc/sys/net/ipv4/ip_default_ttl"))).isEqualTo(hosts);
    sh("true", "--sysctl", "kernel.panic=1").exits(125).saysOnErr("kernel.panic");
    sh("true", "--network=host", "--sysctl", "net.ipv4.ip_default_ttl=77").exits(125);
  }
}
