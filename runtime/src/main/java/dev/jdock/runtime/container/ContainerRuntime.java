package dev.jdock.runtime.container;

import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.CgroupHierarchy;
import dev.jdock.linux.seccomp.SeccompFilter;
import dev.jdock.linux.seccomp.SeccompProfile;
import dev.jdock.runtime.container.create.ResourceCheck;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.security.AppArmorProfiles;
import dev.jdock.runtime.container.start.Programs;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.event.Announcements;
import dev.jdock.runtime.event.EventBus;
import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.launch.Starters;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.volume.VolumeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What the verbs on containers work with.
 *
 * @param background for what nobody waits for
 * @param ends what follows the ends of processes
 * @param starters of the processes in containers
 * @param init the reaper for {@code --init}; null where it could not be built
 * @param events told of what the verbs do
 * @param filters compiled seccomp filters by capability set
 * @param appArmor profiles that containers run under
 */
public record ContainerRuntime(
    ImageStore images,
    ContainerRegistry registry,
    ContainerFiles files,
    VolumeStore volumes,
    Networks networks,
    CgroupHierarchy cgroups,
    OutputPump pump,
    ExecutorService background,
    Ends ends,
    Clock clock,
    Starters starters,
    @Nullable Path init,
    Map<CapabilitySet, SeccompFilter> filters,
    AppArmorProfiles appArmor,
    EventBus events) {

  public ContainerRuntime(
      ImageStore images,
      ContainerFiles files,
      VolumeStore volumes,
      Networks networks,
      CgroupHierarchy cgroups,
      OutputPump pump,
      ExecutorService background,
      Clock clock,
      Programs programs) {
    this(
        images,
        new ContainerRegistry(),
        files,
        volumes,
        networks,
        cgroups,
        pump,
        background,
        new Ends(pump, background),
        clock,
        new Starters(programs.starter(), pump::onEnd),
        programs.init(),
        new ConcurrentHashMap<>(),
        AppArmorProfiles.ofMachine(),
        new EventBus(clock));
  }

  /** Where a container's cgroup is made. */
  public CgroupHierarchy cgroups(ContainerRecord record) {
    return cgroups.under(record.spec().isolation().namespaces().cgroupParent());
  }

  /** A container's cgroup, while it has one. */
  public Optional<CgroupDirectory> cgroup(ContainerRecord record) {
    return cgroups(record).find(record.id());
  }

  /** Docker's default filter, as it is for that set of capabilities. */
  public SeccompFilter defaultFilter(CapabilitySet capabilities) {
    return filters.computeIfAbsent(
        capabilities, set -> SeccompFilter.prepare(SeccompProfile.standard(), set));
  }

  public Container register(ContainerRecord record) {
    Container container =
        new Container(files, record, files.loadState(record.id()), new ContainerIo(pump), events);
    registry.add(container);
    return container;
  }

  /** Tells whoever listens what was done to other things than containers. */
  public Announcements announce() {
    return new Announcements(events);
  }

  /** Tells whoever listens what was done to an image. */
  public void tellImage(String action, Image image, String name) {
    announce().image(action, image.id(), name, image.config().labels());
  }

  /** What a container's own changes lie upon, uppermost first. */
  public List<Path> lowerDirs(ContainerRecord record) {
    List<Digest> diffIds = record.layers().stream().map(Digest::parse).toList();
    List<Path> layers = new ArrayList<>(images.layers().lowerDirs(diffIds));
    layers.add(files.initLayer());
    return layers;
  }

  public String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
    } catch (IOException e) {
      return "localhost";
    }
  }

  /** What the user should know about limits that this machine cannot keep. */
  public List<String> warnings(ContainerSpec spec) {
    List<String> warnings = new ArrayList<>(ResourceCheck.warnings(spec.resources(), cgroups));
    Networking networking = spec.networking();
    if (networking.mode().equals("host") && !networking.publish().isEmpty()) {
      warnings.add("Published ports are discarded when using host network mode");
    }
    return warnings;
  }
}
