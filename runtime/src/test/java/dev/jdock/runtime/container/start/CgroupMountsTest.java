package dev.jdock.runtime.container.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.runtime.rootfs.RootfsPlan.CgroupMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of /sys/fs/cgroup a container is shown. */
class CgroupMountsTest {
  @TempDir Path root;

  @Test
  void versionTwoShowsTheContainersOwn() throws IOException {
    Path own = Files.createDirectories(root.resolve("jdock/one"));
    assertThat(CgroupMounts.of(root, "/jdock/one", false))
        .containsExactly(new CgroupMount(own, ""));
  }

  @Test
  void versionTwoShowsAllToWhoHasTheHostsNamespace() throws IOException {
    Files.createDirectories(root.resolve("jdock/one"));
    assertThat(CgroupMounts.of(root, "/jdock/one", true))
        .containsExactly(new CgroupMount(root, ""));
  }

  @Test
  void versionOneShowsTheOwnInEachControllersTree() throws IOException {
    Path cpu = Files.createDirectories(root.resolve("cpu,cpuacct/jdock/one"));
    Files.createSymbolicLink(root.resolve("cpu"), root.resolve("cpu,cpuacct"));
    Path memory = Files.createDirectories(root.resolve("memory/jdock/one"));
    Files.createDirectories(root.resolve("unified"));
    assertThat(CgroupMounts.of(root, "/jdock/one", true))
        .containsExactly(new CgroupMount(cpu, "cpu,cpuacct"), new CgroupMount(memory, "memory"));
  }
}
