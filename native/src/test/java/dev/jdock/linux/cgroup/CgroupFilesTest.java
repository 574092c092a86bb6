package dev.jdock.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.SyscallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written where, on directories that look like the kernel's. */
class CgroupFilesTest {
  private static final long MIB = 1 << 20;

  @TempDir Path root;

  private Path file(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    return Files.writeString(file, content);
  }

  private Map<String, Path> v1() throws IOException {
    file("memory/jdock/one/memory.limit_in_bytes", "9223372036854771712");
    file("memory/jdock/one/memory.memsw.limit_in_bytes", "9223372036854771712");
    file("memory/jdock/one/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n");
    file("cpu/jdock/one/cpu.cfs_period_us", "100000");
    file("cpu/jdock/one/cpu.cfs_quota_us", "-1");
    file("pids/jdock/one/pids.max", "max");
    return Map.of(
        "memory", root.resolve("memory"),
        "cpu", root.resolve("cpu"),
        "pids", root.resolve("pids"));
  }

  private void v2() throws IOException {
    for (String directory : List.of("", "jdock/", "jdock/one/")) {
      file(directory + "cgroup.controllers", "cpuset cpu io memory pids\n");
      file(directory + "cgroup.subtree_control", "cpu memory\n");
    }
    file("jdock/one/memory.max", "max");
    file("jdock/one/memory.swap.max", "max");
    file("jdock/one/memory.events", "low 0\nhigh 0\nmax 9\noom 2\noom_kill 2\n");
    file("jdock/one/cpu.max", "max 100000");
    file("jdock/one/cpu.stat", "usage_usec 1234\nuser_usec 1000\n");
    file("jdock/one/pids.max", "max");
  }

  @Test
  void versionOneWritesLimitsToEachControllersTree() throws IOException {
    CgroupDirectory cgroup =
        new V1Hierarchy(v1()).create("one", new Limits(64 * MIB, 0, 1_500_000_000, 50));
    assertThat(root.resolve("memory/jdock/one/memory.limit_in_bytes")).hasContent("67108864");
    assertThat(root.resolve("memory/jdock/one/memory.memsw.limit_in_bytes"))
        .hasContent("134217728");
    assertThat(root.resolve("cpu/jdock/one/cpu.cfs_quota_us")).hasContent("150000");
    assertThat(root.resolve("pids/jdock/one/pids.max")).hasContent("50");
    assertThat(cgroup.path()).isEqualTo("/jdock/one");
    assertThat(cgroup.warnings()).isEmpty();
    assertThat(cgroup.oomKills()).hasValue(3);
    assertThat(cgroup.cpuUsage()).isEmpty();
  }

  @Test
  void versionTwoWritesLimitsAndEnablesMissingControllers() throws IOException {
    v2();
    CgroupDirectory cgroup =
        V2Hierarchy.below(root, "/user.slice")
            .create("one", new Limits(64 * MIB, 80 * MIB, 250_000_000, 0));
    assertThat(root.resolve("cgroup.subtree_control")).hasContent("+cpuset +io +pids");
    assertThat(root.resolve("jdock/cgroup.subtree_control")).hasContent("+cpuset +io +pids");
    assertThat(root.resolve("jdock/one/memory.max")).hasContent("67108864");
    assertThat(root.resolve("jdock/one/memory.swap.max")).hasContent("16777216");
    assertThat(root.resolve("jdock/one/cpu.max")).hasContent("25000 100000");
    assertThat(root.resolve("jdock/one/pids.max")).hasContent("max");
    assertThat(cgroup.oomKills()).hasValue(2);
    assertThat(cgroup.cpuUsage()).hasValue(1_234_000);
  }

  @Test
  void versionTwoConvertsWeightsAndWritesRatesOfDevices() throws IOException {
    v2();
    file("jdock/one/memory.low", "0");
    file("jdock/one/cpu.weight", "100");
    file("jdock/one/cpuset.cpus", "");
    file("jdock/one/io.weight", "default 100");
    file("jdock/one/io.max", "");
    CgroupDirectory cgroup = V2Hierarchy.below(root, "/").create("one", Limits.NONE);
    cgroup.tune(
        new Tuning(
            new Tuning.Memory(32 * MIB, null, false),
            new Tuning.Cpu(512, 50_000, 25_000, 0, 0, "0-1", ""),
            new Tuning.BlockIo(
                1000,
                List.of(),
                List.of(new Tuning.Rate(8, 16, MIB)),
                List.of(),
                List.of(),
                List.of())));
    assertThat(root.resolve("jdock/one/memory.low")).hasContent("33554432");
    assertThat(root.resolve("jdock/one/cpu.weight")).hasContent("20");
    assertThat(root.resolve("jdock/one/cpu.max")).hasContent("25000 50000");
    assertThat(root.resolve("jdock/one/cpuset.cpus")).hasContent("0-1");
    assertThat(root.resolve("jdock/one/io.weight")).hasContent("10000");
    assertThat(root.resolve("jdock/one/io.max")).hasContent("8:16 rbps=1048576");
  }

  /** The root of the tree has no files of limits: what is below it has. */
  @Test
  void versionTwoLooksForFeaturesBelowTheRoot() throws IOException {
    v2();
    CgroupHierarchy hierarchy = V2Hierarchy.below(root, "/");
    assertThat(hierarchy.supports(Feature.IO_WEIGHT)).isFalse();
    assertThat(hierarchy.supports(Feature.SWAP_LIMIT)).isFalse();
    file("jdock/io.bfq.weight", "default 100");
    file("jdock/memory.swap.max", "max");
    assertThat(hierarchy.supports(Feature.IO_WEIGHT)).isTrue();
    assertThat(hierarchy.supports(Feature.IO_DEVICE_WEIGHT)).isFalse();
    assertThat(hierarchy.supports(Feature.SWAP_LIMIT)).isTrue();
    assertThat(hierarchy.supports(Feature.OOM_KILL_DISABLE)).isFalse();
  }

  @Test
  void versionTwoCountsAcrossDevicesAndChildren() throws IOException {
    v2();
    file("jdock/one/memory.current", "5000");
    file("jdock/one/memory.stat", "anon 3000\ninactive_file 1000\n");
    file("jdock/one/pids.current", "3");
    file("jdock/one/io.stat", "8:0 rbytes=10 wbytes=1 rios=1\n8:16 rbytes=20 wbytes=2 rios=1\n");
    file("jdock/one/cgroup.procs", "");
    file("jdock/one/inner/cgroup.procs", "17\n");
    CgroupDirectory cgroup = V2Hierarchy.below(root, "/").find("one").orElseThrow();
    CgroupStatistics counted = cgroup.statistics();
    assertThat(counted.cpu().total()).isEqualTo(1_234_000);
    assertThat(counted.memory())
        .isEqualTo(
            new CgroupStatistics.Memory(
                5000,
                0,
                Long.MAX_VALUE,
                2,
                new TreeMap<>(Map.of("anon", 3000L, "inactive_file", 1000L))));
    assertThat(counted.pids()).isEqualTo(3);
    assertThat(counted.bytes())
        .containsExactly(
            new CgroupStatistics.BlockCount(8, 0, "read", 10),
            new CgroupStatistics.BlockCount(8, 0, "write", 1),
            new CgroupStatistics.BlockCount(8, 16, "read", 20),
            new CgroupStatistics.BlockCount(8, 16, "write", 2));
    assertThat(counted.operations())
        .containsExactly(
            new CgroupStatistics.BlockCount(8, 0, "read", 1),
            new CgroupStatistics.BlockCount(8, 16, "read", 1));
    assertThat(cgroup.pids()).containsExactly(17);
    assertThat(new CgroupTree(root.resolve("jdock/one")).populated())
        .hasValue(root.resolve("jdock/one/inner"));
  }

  /** systemd marks what it delegates with an extended attribute. */
  @Test
  void delegatedEngineFindsItsOwnAndThoseAtTheRoot() throws IOException {
    v2();
    Path service = Files.createDirectories(root.resolve("example.service"));
    UserDefinedFileAttributeView attributes =
        Files.getFileAttributeView(service, UserDefinedFileAttributeView.class);
    Assumptions.assumeTrue(
        Files.getFileStore(service).supportsFileAttributeView("user"), "no attributes here");
    attributes.write("delegate", StandardCharsets.US_ASCII.encode("1"));
    Files.createDirectories(service.resolve("jdock/two"));
    CgroupHierarchy hierarchy = V2Hierarchy.below(root, "/example.service/engine");
    assertThat(hierarchy.find("two").map(CgroupDirectory::path))
        .hasValue("/example.service/jdock/two");
    assertThat(hierarchy.find("one").map(CgroupDirectory::path)).hasValue("/jdock/one");
    assertThat(hierarchy.find("three")).isEmpty();
    assertThat(V2Hierarchy.below(root, "/other.service").find("two")).isEmpty();
  }

  @Test
  void limitWithoutItsControllerIsAWarning() throws IOException {
    Files.createDirectories(root.resolve("freezer"));
    CgroupDirectory cgroup =
        new V1Hierarchy(Map.of("freezer", root.resolve("freezer")))
            .create("one", new Limits(64 * MIB, 0, 1_000_000_000, 5));
    assertThat(cgroup.warnings())
        .containsExactly(
            "Your kernel does not support memory limit capabilities or the cgroup is not mounted."
                + " Limitation discarded.",
            "Your kernel does not support CPU CFS quota capabilities or the cgroup is not mounted."
                + " Limitation discarded.",
            "Your kernel does not support pids limit capabilities or the cgroup is not mounted."
                + " Limitation discarded.");
  }

  @Test
  void withoutTheDevicesControllerItIsSaidThatNothingIsForbidden() throws IOException {
    CgroupDirectory cgroup = new V1Hierarchy(v1()).create("one", Limits.NONE);
    assertThat(cgroup.permitDevices(DeviceRule.standard())).isFalse();
    assertThat(cgroup.warnings()).singleElement().asString().contains("devices");
  }

  @Test
  void failureCarriesOperationPathAndData() {
    ControlFile missing = ControlFile.of(root, "pids.max");
    assertThatThrownBy(() -> missing.write("7"))
        .isInstanceOf(SyscallException.class)
        .hasMessageContaining("open '7' to " + root + "/pids.max: no such file or directory");
  }

  @Test
  void versionOneWinsOverAnEmptyVersionTwoBesideIt() {
    CgroupMounts mounts =
        CgroupMounts.parse(
            List.of(
                "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755",
                "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup"
                    + " rw,cpu,cpuacct",
                "40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd",
                "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw"),
            List.of("1:cpu,cpuacct:/", "0::/init.scope"));
    assertThat(mounts.v1())
        .isEqualTo(
            Map.of(
                "cpu", Path.of("/sys/fs/cgroup/cpu,cpuacct"),
                "cpuacct", Path.of("/sys/fs/cgroup/cpu,cpuacct")));
    assertThat(mounts.ownPath()).isEqualTo("/init.scope");
    assertThat(mounts.hierarchy().version()).isEqualTo(1);
  }

  @Test
  void withoutAnyMountTheReasonIsSaid() {
    CgroupMounts mounts = CgroupMounts.parse(List.of(), List.of());
    assertThatThrownBy(mounts::hierarchy).hasMessage("no cgroup file system is mounted");
  }

  @Test
  void entryGivesTheLimitBackOnce() throws IOException {
    Map<String, Path> mounts = v1();
    for (String controller : mounts.keySet()) {
      file(controller + "/jdock/one/tasks", "");
    }
    CgroupDirectory cgroup = new V1Hierarchy(mounts).create("one", new Limits(0, 0, 0, 50));
    CgroupEntry entry = cgroup.entry();
    assertThat(entry.files())
        .hasSameSizeAs(mounts.keySet().stream().filter(name -> !name.equals("freezer")).toList());
    assertThat(root.resolve("pids/jdock/one/pids.max")).hasContent("51");
    entry.close();
    assertThat(root.resolve("pids/jdock/one/pids.max")).hasContent("50");
    cgroup.limit(new Limits(0, 0, 0, 70));
    entry.close();
    assertThat(root.resolve("pids/jdock/one/pids.max")).hasContent("70");
  }

  @Test
  void ruleForAllTypesIsOneForEach() {
    assertThat(new DeviceRule('a', 1, 3, "r").ofEachType())
        .extracting(DeviceRule::toString)
        .containsExactly("b 1:3 r", "c 1:3 r");
    assertThat(new DeviceRule('c', 1, 3, "r").ofEachType()).hasSize(1);
  }

  @Test
  void impossibleLimitsAreRefused() {
    assertThatThrownBy(() -> new Limits(64 * MIB, 32 * MIB, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(-1, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRateOfZeroTakesARuleAwayInBothVersions() throws IOException {
    Tuning.BlockIo none =
        new Tuning.BlockIo(
            0,
            List.of(new Tuning.Rate(8, 16, 0)),
            List.of(),
            List.of(new Tuning.Rate(8, 16, 0)),
            List.of(),
            List.of());
    v2();
    file("jdock/one/io.weight", "8:16 500");
    file("jdock/one/io.max", "8:16 wbps=7");
    V2Hierarchy.below(root, "/")
        .create("one", Limits.NONE)
        .tune(new Tuning(Tuning.NONE.memory(), Tuning.NONE.cpu(), none));
    assertThat(root.resolve("jdock/one/io.weight")).hasContent("8:16 default");
    assertThat(root.resolve("jdock/one/io.max")).hasContent("8:16 wbps=max");
  }
}
