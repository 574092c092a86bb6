package dev.jdock.runtime.container.start;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.CgroupHierarchy;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerIo;
import dev.jdock.runtime.container.record.ContainerMode;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.security.ProcessSecurity;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.launch.LaunchPlan;
import dev.jdock.runtime.launch.Launched;
import dev.jdock.runtime.launch.NamespacePlan;
import dev.jdock.runtime.network.ContainerName;
import dev.jdock.runtime.network.Endpoint;
import dev.jdock.runtime.network.NetworkDefinition;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.network.PublishedPort;
import dev.jdock.runtime.network.Wish;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The start of a container's first process. */
final class ContainerStart extends Start {
  private final ContainerStarts parts;
  private final Container container;
  private final Consumer<Launched> running;
  private final ContainerRecord record;
  private final ContainerSpec spec;
  private final ContainerRun run;
  private @Nullable ProcessSecurity security;
  private @Nullable DevicePlan devices;
  private @Nullable SharedWith shared;
  private ContainerIo.@Nullable ContainerSide side;

  ContainerStart(ContainerStarts parts, Container container, Consumer<Launched> running) {
    super(container.id(), parts.resources(), parts.starters());
    this.parts = parts;
    this.container = container;
    this.running = running;
    this.record = container.record();
    this.spec = record.spec();
    this.run = parts.runs().of(record);
  }

  @Override
  void prepare() {
    security = parts.plans().security(record);
    devices = DevicePlan.of(spec.isolation().devices());
  }

  @Override
  void makeDirectory() {
    run.prepareDirectory();
  }

  @Override
  void share() {
    shared = SharedWith.of(parts.registry(), spec);
  }

  @Override
  void closeShared() {
    if (shared != null) {
      shared.close();
    }
  }

  @Override
  void mountVolumes() {
    resources().volumes().use(id(), record.volumes());
  }

  @Override
  NamespacePlan namespaces() {
    return new NamespacePlan(
        hostname(),
        Objects.requireNonNullElse(spec.networking().domainname(), ""),
        network(),
        Objects.requireNonNull(shared).namespaces());
  }

  @Override
  CgroupHierarchy parent() {
    return resources().cgroups().of(record);
  }

  @Override
  CgroupDirectory makeCgroup(CgroupHierarchy parent) {
    CgroupDirectory cgroup = parent.create(id(), ResourcePlan.limits(spec.resources()));
    cgroup.tune(ResourcePlan.tuning(spec.resources()));
    if (!spec.isolation().privileged()) {
      DevicePlan.enforce(cgroup, Objects.requireNonNull(devices).rules());
    }
    return cgroup;
  }

  @Override
  void openStreams() {
    side =
        container
            .io()
            .open(
                run.directory(),
                spec.command().tty(),
                spec.command().console(),
                spec.command().openStdin(),
                parts.logs().open(container));
  }

  @Override
  void closeStreams() {
    if (side != null) {
      side.close();
    }
  }

  @Override
  LaunchPlan plan(CgroupDirectory cgroup) {
    SharedWith others = Objects.requireNonNull(shared);
    DevicePlan wanted = Objects.requireNonNull(devices);
    return new LaunchPlan(
        run.rootfs(
            CgroupMounts.of(cgroup, others.namespaces().hostCgroup()),
            parts.plans().init(record),
            others.shm(),
            wanted),
        parts
            .plans()
            .plan(
                record,
                Objects.requireNonNull(security),
                wanted,
                Objects.requireNonNull(side).stdio()),
        cgroup,
        run.hooks(wanted),
        holdsMounts(wanted));
  }

  /**
   * For one that removes itself, since another may be started again, and if nothing of the host's
   * is mounted into it, which its user may want to unmount, or its disk to detach, once it has
   * ended.
   */
  private boolean holdsMounts(DevicePlan devices) {
    return spec.lifecycle().autoRemove()
        && record.mounts().isEmpty()
        && devices.requested().mounts().isEmpty();
  }

  @Override
  void running(Launched process) {
    running.accept(process);
  }

  /** A container that shares a network goes by the name of the other. */
  private String hostname() {
    String mode = spec.networking().mode();
    return ContainerMode.isContainer(mode)
        ? parts.registry().find(ContainerMode.container(mode)).record().hostname()
        : record.hostname();
  }

  private NamespacePlan.@Nullable NetworkSetup network() {
    String mode = spec.networking().mode();
    if (ContainerMode.isContainer(mode) || mode.equals(NetworkDefinition.HOST)) {
      return null;
    }
    List<Wish> wishes =
        spec.networking().networks().stream()
            .filter(attachment -> !attachment.network().equals(NetworkDefinition.NONE))
            .map(Wishes::of)
            .toList();
    return wishes.isEmpty()
        ? namespace -> resources().networks().loopbackUp(namespace)
        : namespace -> connect(wishes, namespace);
  }

  private void connect(List<Wish> wishes, NetworkNamespace namespace) {
    Networks networks = resources().networks();
    ContainerName name = new ContainerName(record.id(), record.name());
    List<Endpoint> endpoints;
    try {
      endpoints = networks.connect(name, wishes, namespace);
    } catch (JdockException e) {
      throw new JdockException(
          e.kind(), "failed to set up container networking: " + e.getMessage(), e);
    }
    resources().nameServers().start(record, namespace);
    run.connected(endpoints);
    parts
        .plans()
        .links()
        .moved(container, () -> networks.endpoint(record.id(), NetworkDefinition.DEFAULT));
    List<PortMapping> wanted = PublishedPorts.wanted(record);
    if (!wanted.isEmpty()) {
      List<PublishedPort> _ = networks.ports().publish(record.id(), wanted);
    }
  }
}
