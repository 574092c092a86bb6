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
 * @param privileged nothing masked, everything writable, the host's devices
 * @param shmSize bytes of /dev/shm
 */
public record RootfsPlan(
    Path mountPoint,
    OverlayMount overlay,
    List<MountSpec> mounts,
    List<CgroupMount> cgroups,
    boolean readOnly,
    boolean privileged,
    long shmSize) {

  /**
   * @param source the container's directory in the host's hierarchy
   * @param name below /sys/fs/cgroup; empty for /sys/fs/cgroup itself
   */
  public record CgroupMount(Path source, String name) {}
}
