package dev.jdock.runtime.container.start;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.mount.OverlayMount;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.FileTrees;
import dev.jdock.runtime.container.record.MountPoint;
import dev.jdock.runtime.container.security.SecurityOptions;
import dev.jdock.runtime.container.security.SelinuxLabels;
import dev.jdock.runtime.launch.Hooks;
import dev.jdock.runtime.launch.ProcessPlan;
import dev.jdock.runtime.network.Endpoint;
import dev.jdock.runtime.rootfs.HostDevice;
import dev.jdock.runtime.rootfs.MountSpec;
import dev.jdock.runtime.rootfs.OwnerMap;
import dev.jdock.runtime.rootfs.RootfsPlan;
import dev.jdock.runtime.rootfs.SharedMemory;
import dev.jdock.runtime.volume.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run of a container: its folder in the run directory, and its root file system. */
public final class ContainerRun {
  private final ContainerRuns runs;
  private final ContainerRecord record;
  private final Path directory;

  ContainerRun(ContainerRuns runs, ContainerRecord record, Path directory) {
    this.runs = runs;
    this.record = record;
    this.directory = directory;
  }

  public Path directory() {
    return directory;
  }

  public void prepareDirectory() {
    FileTrees.delete(directory());
    try {
      Files.createDirectories(directory().resolve("rootfs"));
    } catch (IOException e) {
      throw JdockException.internal("cannot make " + directory() + ": " + e.getMessage(), e);
    }
  }

  public void removeDirectory() {
    FileTrees.delete(directory());
  }

  public RootfsPlan rootfs(
      List<RootfsPlan.CgroupMount> cgroups,
      @Nullable Path init,
      SharedMemory shm,
      DevicePlan devices) {
    List<MountSpec> ofDevices = devices.requested().mounts();
    Set<String> taken = ofDevices.stream().map(MountSpec::target).collect(Collectors.toSet());
    List<MountSpec> mounts = new ArrayList<>(mounts(init));
    mounts.removeIf(mount -> taken.contains(mount.target()));
    SelinuxLabels.ofMachine().ifPresent(this::label);
    mounts.addAll(ofDevices);
    return plan(mounts, cgroups, shm, devices.nodes());
  }

  /** After sources that were missing have been made. */
  private void label(SelinuxLabels labels) {
    for (MountPoint mount : record.mounts()) {
      if (!mount.source().isEmpty()) {
        labels.label(Path.of(mount.source()), mount.mode(), record.id());
      }
    }
  }

  /** Those of its devices, with what they want to know of it. */
  public Hooks hooks(DevicePlan devices) {
    Hooks hooks = new Hooks(devices.requested().hooks(), record.id(), directory());
    try {
      hooks.describe(directory().resolve("rootfs"), record.hostname());
    } catch (IOException e) {
      throw JdockException.internal("cannot write " + directory() + ": " + e.getMessage(), e);
    }
    return hooks;
  }

  /** With its volumes and folders of the host, for files to be changed while it does not run. */
  public RootfsPlan atRest() {
    return plan(binds(), List.of(), new SharedMemory.None(), List.of());
  }

  /**
   * For files to be read while it does not run: nothing of it can be changed by that.
   *
   * @param mounted with its volumes and folders of the host
   */
  public RootfsPlan toRead(boolean mounted) {
    prepareDirectory();
    List<Path> all = new ArrayList<>();
    all.add(runs.files().upper(record.id()));
    all.addAll(runs.layers().lowerDirs(record));
    return plan(mounted ? binds() : List.of(), List.of(), new SharedMemory.None(), List.of())
        .over(new OverlayMount(all, null, null));
  }

  private List<MountSpec> binds() {
    return mounts(null).stream()
        .filter(mount -> mount instanceof MountSpec.Bind || mount instanceof MountSpec.Part)
        .toList();
  }

  private RootfsPlan plan(
      List<MountSpec> mounts,
      List<RootfsPlan.CgroupMount> cgroups,
      SharedMemory shm,
      List<HostDevice> devices) {
    boolean privileged = record.spec().isolation().privileged();
    SecurityOptions security = SecurityOptions.parse(record.spec().isolation().securityOptions());
    return new RootfsPlan(
        directory().resolve("rootfs"),
        new OverlayMount(
            runs.layers().lowerDirs(record),
            runs.files().upper(record.id()),
            runs.files().work(record.id())),
        mounts,
        cgroups,
        record.spec().isolation().readOnlyRootfs(),
        privileged,
        shm,
        privileged || security.pathsUnconfined(),
        devices);
  }

  private List<MountSpec> mounts(@Nullable Path init) {
    List<MountSpec> mounts = new ArrayList<>(runs.etc().mounts(record, directory));
    for (MountPoint mount : record.mounts()) {
      mounts.add(spec(mount));
    }
    if (init != null) {
      mounts.add(new MountSpec.Bind(init, ProcessPlan.INIT_PATH, true, false, "rprivate"));
    }
    return mounts;
  }

  private MountSpec spec(MountPoint mount) {
    if (mount.type().equals("tmpfs")) {
      return new MountSpec.Tmpfs(mount.destination(), mount.mode());
    }
    if (mount.type().equals("image")) {
      return image(mount);
    }
    Path source = Path.of(mount.source());
    if (!mount.explicit()) {
      makeMissing(source);
    } else if (!Files.exists(source)) {
      throw JdockException.invalid(
          "invalid mount config for type \"bind\": bind source path does not exist: " + source);
    }
    if (!mount.part().subpath().isEmpty()) {
      return new MountSpec.Part(
          mount.destination(), source, null, mount.part().subpath(), !mount.writable());
    }
    return new MountSpec.Bind(
        source,
        mount.destination(),
        !mount.writable(),
        !mount.nonRecursive(),
        mount.propagation().isEmpty() ? "rprivate" : mount.propagation(),
        mount.readOnlyTopOnly(),
        0,
        owners(mount));
  }

  private @Nullable OwnerMap owners(MountPoint mount) {
    return mount.ownership().isEmpty()
        ? null
        : new OwnerMap(
            Ownership.parse(mount.ownership()),
            Objects.requireNonNullElse(record.config().user(), ""),
            runs.namespaces());
  }

  /** Overlayfs wants two layers at least; one alone is the image. */
  private MountSpec image(MountPoint mount) {
    List<Path> layers =
        runs.layers()
            .images()
            .layers()
            .lowerDirs(mount.part().layers().stream().map(Digest::parse).toList());
    String subpath = mount.part().subpath();
    if (layers.size() == 1) {
      return new MountSpec.Part(mount.destination(), layers.getFirst(), null, subpath, true);
    }
    Path tree = directory.resolve("image");
    try {
      Files.createDirectories(tree);
    } catch (IOException e) {
      throw JdockException.internal("cannot make " + tree + ": " + e.getMessage(), e);
    }
    return new MountSpec.Part(
        mount.destination(), tree, new OverlayMount(layers, null, null), subpath, true);
  }

  /** A source folder that is not there is made, as Docker does for {@code -v}. */
  private static void makeMissing(Path source) {
    if (!Files.exists(source)) {
      try {
        Files.createDirectories(source);
      } catch (IOException e) {
        throw JdockException.invalid(
            "error while creating mount source path '"
                + source
                + "': mkdir "
                + source
                + ": "
                + e.getMessage());
      }
    }
  }

  /** The networks know its addresses now. */
  void connected(List<Endpoint> endpoints) {
    runs.etc().connected(record, endpoints);
  }
}
