package dev.jdock.runtime.container.start;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.runtime.rootfs.RootfsPlan.CgroupMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds a cgroup's directories in the host's /sys/fs/cgroup, to be shown to its container. */
public final class CgroupMounts {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private CgroupMounts() {}

  /**
   * @param host with version 2, all that the host sees, since that is what /proc/self/cgroup of a
   *     container without a cgroup namespace speaks of
   */
  public static List<CgroupMount> of(CgroupDirectory cgroup, boolean host) {
    return of(ROOT, cgroup.path(), host);
  }

  public static List<CgroupMount> of(Path root, String path, boolean host) {
    String below = path.substring(1);
    Path unified = root.resolve(below);
    if (Files.isDirectory(unified)) {
      return List.of(new CgroupMount(host ? root : unified, ""));
    }
    List<CgroupMount> mounts = new ArrayList<>();
    try (var hierarchies = Files.list(root)) {
      for (Path hierarchy : hierarchies.sorted().toList()) {
        Path directory = hierarchy.resolve(below);
        if (!Files.isSymbolicLink(hierarchy) && Files.isDirectory(directory)) {
          mounts.add(new CgroupMount(directory, String.valueOf(hierarchy.getFileName())));
        }
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + root + ": " + e.getMessage(), e);
    }
    return mounts;
  }
}
