package dev.jdock.runtime.container.start;

import dev.jdock.image.build.StepRunner;
import dev.jdock.image.build.StepRunner.Step;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.CgroupHierarchy;
import dev.jdock.linux.cgroup.DeviceRule;
import dev.jdock.linux.cgroup.Limits;
import dev.jdock.linux.mount.OverlayMount;
import dev.jdock.linux.process.PidFd;
import dev.jdock.runtime.container.security.Capabilities;
import dev.jdock.runtime.container.security.Confinement;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.launch.LaunchPlan;
import dev.jdock.runtime.launch.Launched;
import dev.jdock.runtime.launch.ProcessLimits;
import dev.jdock.runtime.launch.ProcessPlan;
import dev.jdock.runtime.launch.Starters;
import dev.jdock.runtime.launch.Stdio;
import dev.jdock.runtime.network.EtcFiles;
import dev.jdock.runtime.network.HostFiles;
import dev.jdock.runtime.rootfs.MountSpec;
import dev.jdock.runtime.rootfs.RootfsPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The start of the command of a RUN: a container that leaves nothing but its changes. */
final class StepStart extends Start {
  private static final String HOSTNAME = "buildkitsandbox";
  private static final long SHM_BYTES = 64L << 20;

  private final Step step;
  private final Confinement confinement;
  private final Stdio stdio;
  private final Path folder;
  private @Nullable PidFd process;

  /**
   * @param stdio the process's ends, which stay the caller's
   */
  StepStart(
      String id,
      RunResources resources,
      Starters starters,
      Step step,
      Confinement confinement,
      Stdio stdio) {
    super(id, resources, starters);
    this.step = step;
    this.confinement = confinement;
    this.stdio = stdio;
    this.folder = resources.files().run(id);
  }

  /** The process, once it was started. */
  PidFd process() {
    return Objects.requireNonNull(process);
  }

  @Override
  void prepare() {
    // A build has nothing to refuse that its Dockerfile's parser has let pass.
  }

  @Override
  void makeDirectory() throws IOException {
    Files.createDirectories(folder.resolve("rootfs"));
  }

  @Override
  void share() {
    // It shares nothing.
  }

  @Override
  void closeShared() {
    // As above.
  }

  @Override
  CgroupHierarchy parent() {
    return resources().cgroups().all();
  }

  @Override
  CgroupDirectory makeCgroup(CgroupHierarchy parent) {
    CgroupDirectory cgroup = parent.create(id(), Limits.NONE);
    DevicePlan.enforce(cgroup, DeviceRule.standard());
    return cgroup;
  }

  @Override
  void openStreams() {
    // The caller has opened them, and reads them beyond the end of this.
  }

  @Override
  void closeStreams() {
    // As above.
  }

  @Override
  void running(Launched launched) {
    process = launched.handle();
  }

  @Override
  LaunchPlan plan(CgroupDirectory cgroup) throws IOException {
    CapabilitySet capabilities =
        Capabilities.resolve(false, List.of(), List.of(), CapabilitySet.bounding());
    ProcessPlan plan =
        new ProcessPlan(
            step.command(),
            step.env(),
            step.user(),
            step.workingDir(),
            true,
            capabilities,
            false,
            confinement.defaultFilter(capabilities),
            null,
            stdio,
            List.of(),
            ProcessLimits.NONE,
            confinement.appArmor().confining(null, false));
    return new LaunchPlan(rootfs(cgroup), plan, HOSTNAME, "", cgroup, network());
  }

  private RootfsPlan rootfs(CgroupDirectory cgroup) throws IOException {
    Networking networking =
        new Networking(
            step.network(),
            HOSTNAME,
            null,
            List.of(),
            List.of(),
            false,
            step.extraHosts().entrySet().stream()
                .map(host -> host.getKey() + ":" + host.getValue())
                .toList(),
            List.of(),
            List.of(),
            List.of());
    // The bridge is made for those who are on it.
    String gateway =
        List.of("none", "host").contains(step.network())
            ? "127.0.0.1"
            : resources().networks().subnet().gateway().getHostAddress();
    EtcFiles etc = EtcFiles.of(networking, HOSTNAME, null, gateway, HostFiles.read());
    Files.writeString(folder.resolve("hosts"), etc.hosts());
    Files.writeString(folder.resolve("resolv.conf"), etc.resolvConf());
    return new RootfsPlan(
        folder.resolve("rootfs"),
        new OverlayMount(step.lowerDirs(), step.upperDir(), step.workDir()),
        mounts(),
        CgroupMounts.of(cgroup, false),
        false,
        false,
        SHM_BYTES);
  }

  private List<MountSpec> mounts() throws IOException {
    List<MountSpec> mounts = new ArrayList<>(List.of(bind("hosts"), bind("resolv.conf")));
    for (StepRunner.Mount mount : step.mounts()) {
      mounts.add(
          switch (mount) {
            case StepRunner.FolderMount part ->
                new MountSpec.Part(
                    part.target(), part.folder(), null, part.path(), part.readOnly());
            case StepRunner.LayersMount part ->
                new MountSpec.Part(
                    part.target(),
                    Files.createDirectory(folder.resolve("layers-" + mounts.size())),
                    new OverlayMount(part.lowerDirs(), part.upperDir(), part.workDir()),
                    part.path(),
                    part.readOnly());
            case StepRunner.MemoryMount memory ->
                new MountSpec.Tmpfs(memory.target(), tmpfsOptions(memory));
          });
    }
    return mounts;
  }

  /** Programs may run there, and device nodes work: BuildKit sets nothing but nosuid. */
  private static String tmpfsOptions(StepRunner.MemoryMount memory) {
    return "exec,dev"
        + (memory.readOnly() ? ",ro" : "")
        + (memory.size() == 0 ? "" : ",size=" + memory.size());
  }

  private MountSpec.Bind bind(String name) {
    return new MountSpec.Bind(folder.resolve(name), "/etc/" + name, false, false, "rprivate");
  }

  private LaunchPlan.@Nullable NetworkSetup network() {
    return switch (step.network()) {
      case "host" -> null;
      case "none" -> namespace -> resources().networks().loopbackUp(namespace);
      default ->
          namespace -> {
            var _ = resources().networks().connect(id(), HOSTNAME, namespace);
          };
    };
  }
}
