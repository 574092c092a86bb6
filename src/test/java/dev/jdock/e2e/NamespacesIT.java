package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EndToEnd
class NamespacesIT {

  private final Jdock jdock;

  NamespacesIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result sh(String script, String... flags) {
    List<String> line = new ArrayList<>(List.of("run", "--rm"));
    line.addAll(List.of(flags));
    line.addAll(List.of(jdock.busybox(), "sh", "-c", script));
    return jdock.run(line.toArray(String[]::new));
  }

  private String sleeping(String... flags) {
    String name = jdock.container();
    List<String> line = new ArrayList<>(List.of("run", "-d", "--name", name));
    line.addAll(List.of(flags));
    line.addAll(List.of(jdock.busybox(), "sleep", "600"));
    jdock.run(line.toArray(String[]::new)).ok();
    return name;
  }

  private String namespace(String name, String kind) {
    return jdock.run("exec", name, "readlink", "/proc/self/ns/" + kind).text();
  }

  private static String hosts(String kind) throws Exception {
    return Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString();
  }

  @Test
  void anothersNamespacesAreJoined() {
    String other = sleeping("--network=none", "--ipc=shareable");
    String of = "container:" + other;
    String joined = sleeping("--pid", of, "--ipc", of, "--network", of);
    for (String kind : List.of("pid", "ipc", "net")) {
      assertThat(namespace(joined, kind)).as(kind).isEqualTo(namespace(other, kind));
    }
    for (String kind : List.of("mnt", "uts")) {
      assertThat(namespace(joined, kind)).as(kind).isNotEqualTo(namespace(other, kind));
    }
    jdock.run("exec", other, "touch", "/dev/shm/shared").ok();
    jdock.run("exec", joined, "ls", "/dev/shm").prints("shared");
    String all = jdock.run("exec", joined, "ps", "-o", "args").text();
    assertThat(all.lines().filter("sleep 600"::equals).count()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pid", "ipc", "uts"})
  void hostsNamespaceIsJoined(String kind) throws Exception {
    sh("readlink /proc/self/ns/" + kind, "--network=none", "--" + kind + "=host")
        .prints(hosts(kind));
    String own = sh("readlink /proc/self/ns/" + kind, "--network=none").text();
    assertThat(own).startsWith(kind + ":[").isNotEqualTo(hosts(kind));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--pid", "--ipc", "--network"})
  void whoIsNotThereOrDoesNotRunCannotBeJoined(String flag) {
    sh("true", flag, "container:nosuch").exits(125).saysOnErr("No such container: nosuch");
    String created = jdock.container();
    jdock.run("create", "--name", created, "--ipc=shareable", jdock.busybox(), "true").ok();
    sh("true", flag, "container:" + created).exits(125).saysOnErr("running");
  }

  @Test
  void privateMemoryIsNotShared() {
    String other = sleeping("--network=none", "--ipc=private");
    sh("true", "--ipc", "container:" + other).exits(125).saysOnErr("non-shareable IPC");
  }

  @Test
  void modesThatAreNoneAreRefused() {
    sh("true", "--pid=nosuch").exits(125).saysOnErr("--pid: invalid PID mode");
    sh("true", "--uts=nosuch").exits(125).saysOnErr("--uts: invalid UTS mode");
    sh("true", "--ipc=nosuch").exits(125).saysOnErr("nosuch");
  }

  @Test
  void cgroupIsMadeWhereTheUserWants() {
    String name = jdock.container();
    String parent = "jdock-e2e-" + name;
    try {
      jdock
          .run(
              "run",
              "-d",
              "--name",
              name,
              "--network=none",
              "--cpuset-cpus=0",
              "--cgroup-parent=/../" + parent + "/inner",
              jdock.busybox(),
              "sleep",
              "600")
          .ok();
      String pid = jdock.format(name, "{{.State.Pid}}");
      assertThat(Host.read(Path.of("/proc", pid, "cgroup"))).contains("/" + parent + "/inner/");
      assertThat(jdock.format(name, "{{.HostConfig.CgroupParent}}")).contains(parent);
      jdock.run("exec", name, "true").ok();
      jdock.run("pause", name).ok();
      jdock.run("unpause", name).ok();
      assertThat(jdock.run("top", name).ok().out()).contains("sleep 600");
      jdock.run("rm", "-f", name).ok();
    } finally {
      Host.run(
          "sh",
          "-c",
          "find /sys/fs/cgroup -depth -type d -path '*/" + parent + "*' -exec rmdir {} +");
    }
  }
}
