package dev.jdock.runtime.rootfs;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.mount.Mounts;
import dev.jdock.linux.mount.RootDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last steps of a root file system, which need the container's pid namespace: proc for it, then
 * what hides parts of proc and sys, then the change of the root.
 */
public final class RootfsFinish {
  /**
   * Files of the kernel that are hidden from containers (OCI runtime-spec "maskedPaths", Docker's
   * default list).
   */
  private static final List<String> MASKED =
      List.of(
          "/proc/asound",
          "/proc/acpi",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/sys/firmware",
          "/sys/devices/virtual/powercap");

  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private RootfsFinish() {}

  public static List<String> maskedPaths() {
    return MASKED;
  }

  public static List<String> readOnlyPaths() {
    return READ_ONLY;
  }

  /** Mounts proc for the container's pid namespace. */
  @FunctionalInterface
  public interface ProcMounter {
    /**
     * Mounts it.
     *
     * @param target a path of the directory that does not depend on what its name resolves to
     * @param name of the same directory, which is no symbolic link
     */
    void mount(Path target, Path name);
  }

  /**
   * Finishes in the mount namespace of the calling thread, which ends afterwards.
   *
   * @param terminal path of the terminal to be /dev/console; null for none
   * @param others further work on the mounts, before anything is hidden
   */
  public static void finish(
      RootfsPlan plan, ProcMounter mounter, @Nullable String terminal, Runnable others) {
    try (RootDirectory root = RootDirectory.open(plan.mountPoint())) {
      try (Fd proc = ownDirectory(root, "/proc")) {
        mounter.mount(proc.procPath(), plan.mountPoint().resolve("proc"));
      }
      others.run();
      if (!plan.unmasked()) {
        READ_ONLY.forEach(path -> makeReadOnly(root, path));
        MASKED.forEach(path -> mask(root, path));
      }
      if (terminal != null) {
        bindConsole(root, terminal);
      }
    }
    if (plan.readOnly()) {
      Mounts.remountBind(plan.mountPoint(), Mounts.RDONLY);
    }
    Mounts.pivotRoot(plan.mountPoint());
  }

  /**
   * A directory to mount proc or sysfs on, made when it is missing. Were it a symbolic link into a
   * volume, another container could turn it elsewhere between this mount and the masks.
   */
  static Fd ownDirectory(RootDirectory root, String path) {
    try {
      root.directory(path, 0755).close();
      return root.openPlain(path, Fd.O_PATH | Fd.O_DIRECTORY);
    } catch (SyscallException e) {
      if (e.errno() != Errno.ELOOP) {
        throw e;
      }
      throw JdockException.internal("mountpoint for " + path + " must be a real directory", e);
    }
  }

  private static void makeReadOnly(RootDirectory root, String path) {
    Optional<Fd> there = root.openPlainIfThere(path, Fd.O_PATH);
    if (there.isEmpty()) {
      return;
    }
    try (Fd target = there.get()) {
      Mounts.bind(target.procPath(), target.procPath(), true);
      try (Fd mounted = root.openPlain(path, Fd.O_PATH)) {
        Mounts.remountBind(
            mounted.procPath(), Mounts.RDONLY | Mounts.NOSUID | Mounts.NODEV | Mounts.NOEXEC);
      }
    } catch (SyscallException e) {
      throwUnlessAbsent(e);
    }
  }

  private static void mask(RootDirectory root, String path) {
    Optional<Fd> there = root.openPlainIfThere(path, Fd.O_PATH);
    if (there.isEmpty()) {
      return;
    }
    try (Fd target = there.get()) {
      if (RootDirectory.status(target).isDirectory()) {
        Mounts.mount("tmpfs", null, target.procPath(), Mounts.RDONLY, null);
      } else {
        maskFile(root, path, target);
      }
    } catch (SyscallException e) {
      throwUnlessAbsent(e);
    }
  }

  /**
   * Not every kernel has every file. A symbolic link is not the kernel's: a volume is mounted over
   * proc or sys, whose files are not visible there.
   */
  private static void throwUnlessAbsent(SyscallException e) {
    if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR && e.errno() != Errno.ELOOP) {
      throw e;
    }
  }

  /**
   * With the host's null device, read-only: otherwise root in the container could change the mode
   * of the host's device through the mask.
   */
  private static void maskFile(RootDirectory root, String path, Fd target) {
    Mounts.bind(Path.of("/dev/null"), target.procPath(), false);
    try (Fd mounted = root.openPlain(path, Fd.O_PATH)) {
      Mounts.remountBind(mounted.procPath(), Mounts.RDONLY | Mounts.NOSUID | Mounts.NOEXEC);
    }
  }

  private static void bindConsole(RootDirectory root, String terminal) {
    try (Fd source = root.open(terminal, Fd.O_PATH);
        Fd target = root.file("/dev/console")) {
      Mounts.bind(source.procPath(), target.procPath(), false);
    }
  }
}
