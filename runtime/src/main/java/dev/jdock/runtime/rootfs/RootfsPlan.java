package dev.jdock.runtime.rootfs;

import dev.jdock.linux.mount.OverlayMount;
import java.nio.file.Path;
import java.util.List;

/**
 * How a container's root file system is put together.
 *
 * @param mountPoint an empty folder of the host on which it is mounted, in the container's own
 *     mount namespace only
 * @param cgroups the container's cgroup directories, mounted read-only
 * @param privileged /sys is writable, and the host's devices are there
 * @param unmasked nothing of /proc and /sys is hidden or made read-only
 * @param devices of the host, besides those that every container has
 */
public record RootfsPlan(
    Path mountPoint,
    OverlayMount overlay,
    List<MountSpec> mounts,
    List<CgroupMount> cgroups,
    boolean readOnly,
    boolean privileged,
    SharedMemory shm,
    boolean unmasked,
    List<HostDevice> devices) {

  public RootfsPlan(
      Path mountPoint,
      OverlayMount overlay,
      List<MountSpec> mounts,
      List<CgroupMount> cgroups,
      boolean readOnly,
      boolean privileged,
      long shmSize) {
    this(
        mountPoint,
        overlay,
        mounts,
        cgroups,
        readOnly,
        privileged,
        new SharedMemory.Own(shmSize),
        privileged,
        List.of());
  }

  /** The same upon other layers. */
  public RootfsPlan over(OverlayMount layers) {
    return new RootfsPlan(
        mountPoint, layers, mounts, cgroups, readOnly, privileged, shm, unmasked, devices);
  }

  /**
   * @param source the container's directory in the host's hierarchy
   * @param name below /sys/fs/cgroup; empty for /sys/fs/cgroup itself
   */
  public record CgroupMount(Path source, String name) {}
}
