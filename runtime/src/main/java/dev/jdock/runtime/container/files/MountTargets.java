package dev.jdock.runtime.container.files;

import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.util.Set;

/**
 * Empty files and folders that every container has for jdock to mount something on: no changes of
 * its user's.
 */
final class MountTargets {
  private static final Set<String> FOLDERS =
      Set.of("/dev", "/dev/pts", "/dev/shm", "/dev/mqueue", "/proc", "/sys");
  private static final Set<String> FILES =
      Set.of("/dev/console", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf");

  private MountTargets() {}

  /**
   * @param path absolute, in the container
   */
  static boolean contains(String path, FileStat stat) {
    return stat.isDirectory()
        ? FOLDERS.contains(path)
        : stat.type() == FileType.REGULAR && stat.size() == 0 && FILES.contains(path);
  }

  /** Whether making those in it is all that its times may tell of. */
  static boolean isParent(String path) {
    return path.isEmpty() || path.equals("/etc") || path.equals("/dev");
  }
}
