package dev.jdock.runtime.rootfs;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.mount.RootDirectory;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;

/** What is in a container's /dev (OCI runtime-spec, config-linux.md, "Default Devices"). */
final class DeviceNodes {
  private record Device(String name, int major, int minor) {}

  private static final List<Device> DEFAULT =
      List.of(
          new Device("null", 1, 3),
          new Device("zero", 1, 5),
          new Device("full", 1, 7),
          new Device("random", 1, 8),
          new Device("urandom", 1, 9),
          new Device("tty", 5, 0));

  private static final Map<String, String> LINKS =
      Map.of(
          "fd", "/proc/self/fd",
          "stdin", "/proc/self/fd/0",
          "stdout", "/proc/self/fd/1",
          "stderr", "/proc/self/fd/2",
          "ptmx", "pts/ptmx");

  /** What a link of its own leads to where the kernel has it. */
  private static final String KERNEL_MEMORY = "/proc/kcore";

  private static final int S_IFMT = 0170000;
  private static final int S_IFCHR = 0020000;
  private static final int S_IFBLK = 0060000;

  private DeviceNodes() {}

  /**
   * @param all every device node of the host, too
   * @param asked some of the host's, where the user wants them
   */
  static void populate(RootDirectory root, boolean all, List<HostDevice> asked) {
    for (Device device : DEFAULT) {
      root.device("/dev/" + device.name(), S_IFCHR | 0666, device.major(), device.minor());
    }
    LINKS.forEach((name, target) -> root.symbolicLink(target, "/dev/" + name));
    if (Files.exists(Path.of(KERNEL_MEMORY))) {
      root.symbolicLink(KERNEL_MEMORY, "/dev/core");
    }
    if (all) {
      copyHostDevices(root);
    }
    asked.forEach(device -> make(root, device));
  }

  /** One that every container has anyway stays as it is. */
  private static void make(RootDirectory root, HostDevice device) {
    if (root.status(device.path()).isEmpty()) {
      root.directory(String.valueOf(Path.of(device.path()).getParent()), 0755).close();
      root.device(device.path(), device.mode(), device.major(), device.minor());
      root.owner(device.path(), device.uid(), device.gid());
    }
  }

  /** Every device node of the host's /dev, but not its terminals and file systems. */
  private static void copyHostDevices(RootDirectory root) {
    Path dev = Path.of("/dev");
    try {
      Files.walkFileTree(
          dev,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes a) {
              boolean skipped =
                  directory.getParent() != null
                      && directory.getParent().equals(dev)
                      && List.of("pts", "shm", "mqueue", "hugepages", "fd")
                          .contains(String.valueOf(directory.getFileName()));
              return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
              copy(root, file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw JdockException.internal("cannot read the host's /dev: " + e.getMessage(), e);
    }
  }

  private static void copy(RootDirectory root, Path device) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(device, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) attributes.getOrDefault("mode", 0);
    long number = (Long) attributes.getOrDefault("rdev", 0L);
    int type = mode & S_IFMT;
    if ((type != S_IFCHR && type != S_IFBLK)
        || device.endsWith("console")
        || LINKS.containsKey(Path.of("/dev").relativize(device).toString())
        || root.status(device.toString()).isPresent()) {
      return;
    }
    root.directory(String.valueOf(device.getParent()), 0755).close();
    root.device(device.toString(), mode, major(number), minor(number));
  }

  /** major(3) and minor(3) of glibc's 64-bit device numbers. */
  static int major(long device) {
    return (int) ((device >> 8 & 0xfff) | (device >> 32 & ~0xfffL));
  }

  static int minor(long device) {
    return (int) ((device & 0xff) | (device >> 12 & ~0xffL));
  }
}
