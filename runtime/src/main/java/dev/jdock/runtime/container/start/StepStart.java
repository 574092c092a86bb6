package dev.jdock.runtime.container.start;

import dev.jdock.image.build.StepRunner;
import dev.jdock.image.build.StepRunner.Step;
import dev.jdock.image.text.AddressText;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.CgroupHierarchy;
import dev.jdock.linux.mount.OverlayMount;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.tty.PseudoTerminal;
import dev.jdock.runtime.container.security.Confinement;
import dev.jdock.runtime.container.security.ProcessSecurity;
import dev.jdock.runtime.device.DeviceEdits;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.launch.Hooks;
import dev.jdock.runtime.launch.LaunchPlan;
import dev.jdock.runtime.launch.Launched;
import dev.jdock.runtime.launch.NamespacePlan;
import dev.jdock.runtime.launch.ProcessPlan;
import dev.jdock.runtime.launch.SharedNamespaces;
import dev.jdock.runtime.launch.Starters;
import dev.jdock.runtime.launch.Stdio;
import dev.jdock.runtime.network.ContainerName;
import dev.jdock.runtime.network.EtcFiles;
import dev.jdock.runtime.network.HostFiles;
import dev.jdock.runtime.network.NetworkDefinition;
import dev.jdock.runtime.network.Wish;
import dev.jdock.runtime.rootfs.MountSpec;
import dev.jdock.runtime.rootfs.RootfsPlan;
import dev.jdock.runtime.rootfs.SharedMemory;
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
  private @Nullable DevicePlan devices;
  private @Nullable PidFd process;
  private @Nullable PseudoTerminal terminal;

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

  /** The process's terminal, if it has one; the caller closes it. */
  PseudoTerminal terminal() {
    return Objects.requireNonNull(terminal);
  }

  @Override
  void prepare() {
    devices = StepSandbox.devices(step.sandbox());
  }

  @Override
  void makeDirectory() throws IOException {
    Files.createDirectories(folder.resolve("rootfs"));
    resources().noteCgroupParent(id(), step.sandbox().limits().cgroupParent());
  }

  @Override
  void mountVolumes() {
    // It has none.
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
  NamespacePlan namespaces() {
    return new NamespacePlan(HOSTNAME, "", network(), SharedNamespaces.NONE);
  }

  @Override
  CgroupHierarchy parent() {
    return resources().cgroupsOfStep(step.sandbox().limits().cgroupParent());
  }

  @Override
  CgroupDirectory makeCgroup(CgroupHierarchy parent) {
    Resources limits = StepSandbox.resources(step.sandbox().limits());
    CgroupDirectory cgroup = parent.create(id(), ResourcePlan.limits(limits));
    cgroup.tune(ResourcePlan.tuning(limits));
    if (!step.sandbox().insecure()) {
      DevicePlan.enforce(cgroup, Objects.requireNonNull(devices).rules());
    }
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
    terminal = launched.terminal();
  }

  @Override
  LaunchPlan plan(CgroupDirectory cgroup) throws IOException {
    ProcessSecurity security = StepSandbox.security(confinement, step.sandbox());
    DeviceEdits requested = Objects.requireNonNull(devices).requested();
    ProcessPlan plan =
        new ProcessPlan(
            step.command(),
            Environment.merged(step.env(), requested.environment()),
            step.user(),
            step.workingDir(),
            true,
            security.capabilities(),
            security.noNewPrivileges(),
            security.seccomp(),
            null,
            stdio,
            requested.groups(),
            StepSandbox.processLimits(step.sandbox()),
            security.appArmor());
    return new LaunchPlan(rootfs(cgroup), plan, cgroup, hooks(requested), false);
  }

  private Hooks hooks(DeviceEdits requested) throws IOException {
    Hooks hooks = new Hooks(requested.hooks(), id(), folder);
    hooks.describe(folder.resolve("rootfs"), HOSTNAME);
    return hooks;
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
            List.of(),
            List.of(),
            List.of(),
            List.of());
    EtcFiles etc =
        EtcFiles.of(
            resources().networks().defaults().filled(networking),
            HOSTNAME,
            List.of(),
            new EtcFiles.Surroundings(List.of(), false, ofUsers(), false),
            HostFiles.read());
    Files.writeString(folder.resolve("hosts"), hosts());
    Files.writeString(folder.resolve("resolv.conf"), etc.resolvConf());
    return new RootfsPlan(
        folder.resolve("rootfs"),
        // What a crash leaves is removed, and a finished layer is flushed later.
        new OverlayMount(step.lowerDirs(), step.upperDir(), step.workDir(), true),
        mounts(),
        CgroupMounts.of(cgroup, false),
        false,
        step.sandbox().insecure(),
        new SharedMemory.Own(shmBytes()),
        StepSandbox.unmasked(step.sandbox()),
        Objects.requireNonNull(devices).nodes());
  }

  /** As BuildKit has it, on every network. */
  private String hosts() {
    var text = new StringBuilder();
    text.append("127.0.0.1\tlocalhost ").append(HOSTNAME).append('\n');
    text.append("::1\tlocalhost ip6-localhost ip6-loopback\n");
    step.extraHosts()
        .forEach((name, address) ->
            targets(address)
                .forEach(target -> text.append(target).append('\t').append(name).append('\n')));
    return text.toString();
  }

  /** An address, or for {@code host-gateway} the host's as the step reaches it. */
  private List<String> targets(String address) {
    if (!address.equals("host-gateway")) {
      return List.of(address);
    }
    // The bridge is made for those who are on it.
    return List.of("none", "host").contains(step.network())
        ? List.of("127.0.0.1")
        : resources().networks().hostAddresses().stream().map(AddressText::of).toList();
  }

  private long shmBytes() {
    long asked = step.sandbox().limits().shmSize();
    return asked == 0 ? SHM_BYTES : asked;
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
                    new OverlayMount(part.lowerDirs(), part.upperDir(), part.workDir(), true),
                    part.path(),
                    part.readOnly());
            case StepRunner.MemoryMount memory ->
                new MountSpec.Tmpfs(memory.target(), tmpfsOptions(memory));
            case StepRunner.SecretMount secret ->
                new MountSpec.Content(
                    secret.target(),
                    Files.createDirectory(folder.resolve("secret-" + mounts.size())),
                    secret.content(),
                    secret.uid(),
                    secret.gid(),
                    secret.mode());
          });
    }
    mounts.addAll(Objects.requireNonNull(devices).requested().mounts());
    return mounts;
  }

  /** Programs may run there, and device nodes work: BuildKit sets nothing but nosuid. */
  private static String tmpfsOptions(StepRunner.MemoryMount memory) {
    return "exec,dev"
        + (memory.readOnly() ? ",ro" : "")
        + (memory.size() == 0 ? "" : ",size=" + memory.size());
  }

  /** Read-only, as BuildKit's: what a command wrote there would be lost. */
  private MountSpec.Bind bind(String name) {
    return new MountSpec.Bind(folder.resolve(name), "/etc/" + name, true, false, "rprivate");
  }

  /** Whether it is on a network of a user's own, whose containers have names. */
  private boolean ofUsers() {
    return !List.of("default", "none", "host").contains(step.network());
  }

  private void connect(NetworkNamespace namespace) {
    String network = ofUsers() ? step.network() : NetworkDefinition.DEFAULT;
    var _ =
        resources()
            .networks()
            .connect(new ContainerName(id(), HOSTNAME), List.of(Wish.of(network)), namespace);
    if (ofUsers()) {
      resources().nameServers().servers().start(id(), List.of(), namespace);
    }
  }

  private NamespacePlan.@Nullable NetworkSetup network() {
    return switch (step.network()) {
      case "host" -> null;
      case "none" -> namespace -> resources().networks().loopbackUp(namespace);
      default -> this::connect;
    };
  }
}
