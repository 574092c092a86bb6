package dev.jdock.linux.mount;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.libc.C;
import dev.jdock.linux.libc.Syscalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An overlayfs mount. Layers are handed over one by one through the descriptor-based mount API
 * where the kernel has {@code lowerdir+} (6.5); older kernels get one option string, kept short by
 * naming the layers through descriptors, since mount(2) takes at most a page of options.
 *
 * @param lowerDirs uppermost first, at least one
 * @param upperDir null together with {@code workDir} for a read-only mount
 * @param unsynced whether fsync(2) below it and its unmounting leave the disk alone ({@code
 *     volatile}, Linux 5.10; older kernels go without): for an upper directory that is thrown away
 *     after a crash, or flushed by other means. Otherwise an unmount flushes the whole file system
 *     of the upper directory, and waits for it.
 */
public record OverlayMount(
    List<Path> lowerDirs, @Nullable Path upperDir, @Nullable Path workDir, boolean unsynced) {

  private static final int FSCONFIG_SET_FLAG = 0;
  private static final int FSCONFIG_SET_STRING = 1;
  private static final int FSCONFIG_CMD_CREATE = 6;
  private static final int FSOPEN_CLOEXEC = 1;

  /** MOVE_MOUNT_F_EMPTY_PATH, and MOVE_MOUNT_T_SYMLINKS for targets named through /proc. */
  private static final int MOVE_MOUNT_FLAGS = 0x04 | 0x10;

  /** What a kernel has been seen to do: it is asked once, since its answer is an error. */
  private static volatile boolean checksOptions;

  public OverlayMount {
    lowerDirs = List.copyOf(lowerDirs);
    if (lowerDirs.isEmpty()) {
      throw new IllegalArgumentException("overlayfs needs a lower directory");
    }
  }

  /** A mount whose changes are kept as those of any file system. */
  public OverlayMount(List<Path> lowerDirs, @Nullable Path upperDir, @Nullable Path workDir) {
    this(lowerDirs, upperDir, workDir, false);
  }

  /** Mounts in the calling thread's mount namespace. */
  public void on(Path target) {
    if (unsynced) {
      forgetMark();
    }
    if (mountByDescriptor(target)) {
      return;
    }
    try {
      mountByOptions(target, unsynced);
    } catch (SyscallException e) {
      if (!unsynced || e.errno() != Errno.EINVAL) {
        throw e;
      }
      mountByOptions(target, false);
    }
  }

  /**
   * Overlayfs marks the work directory of a {@code volatile} mount, and refuses to mount it again:
   * after a crash nobody knows what is on the disk. Here nobody takes what is left after one.
   */
  private void forgetMark() {
    if (workDir == null) {
      return;
    }
    try (Directory work = Directory.open(workDir)) {
      if (work.tryStat("work").isPresent()) {
        try (Directory own = work.child("work")) {
          own.removeTree("incompat");
        }
      }
    }
  }

  /**
   * Before 6.5, overlayfs accepts any key at first. It complains of {@code lowerdir+} in the
   * kernel's log only when it is mounted, which would be at every start of a container.
   */
  private static boolean checksOptions() {
    if (!checksOptions) {
      try (Fd context = openFileSystem()) {
        set(context, "no-such-option", "");
      } catch (SyscallException refused) {
        if (refused.errno() != Errno.EINVAL) {
          throw refused;
        }
        checksOptions = true;
      }
    }
    return checksOptions;
  }

  /** Whether the kernel knows {@code lowerdir+}; the first ones that check options do not. */
  boolean mountByDescriptor(Path target) {
    if (!checksOptions()) {
      return false;
    }
    try (Fd context = openFileSystem()) {
      configureAndAttach(context, target);
      return true;
    } catch (SyscallException e) {
      if (e.errno() == Errno.EINVAL) {
        return false;
      }
      throw e;
    }
  }

  private void configureAndAttach(Fd context, Path target) {
    for (Path lower : lowerDirs) {
      set(context, "lowerdir+", lower.toString());
    }
    if (upperDir != null && workDir != null) {
      set(context, "upperdir", upperDir.toString());
      set(context, "workdir", workDir.toString());
    }
    if (unsynced) {
      configure(context, FSCONFIG_SET_FLAG, "volatile", null);
    }
    configure(context, FSCONFIG_SET_STRING, "source", "overlay");
    configure(context, FSCONFIG_CMD_CREATE, null, null);
    try (Fd mount =
        Fd.own(
            (int)
                check(
                    LIBC.syscall(Syscalls.FSMOUNT, (long) context.number(), 1L, null, null, 0L),
                    "fsmount",
                    "overlay"))) {
      attach(mount, target);
    }
  }

  static void attach(Fd mount, Path target) {
    check(
        LIBC.syscall(
            Syscalls.MOVE_MOUNT,
            (long) mount.number(),
            "",
            (long) C.AT_FDCWD,
            target.toString(),
            (long) MOVE_MOUNT_FLAGS),
        "move_mount",
        target);
  }

  private static Fd openFileSystem() {
    return Fd.own(
        (int)
            check(
                LIBC.syscall(Syscalls.FSOPEN, "overlay", (long) FSOPEN_CLOEXEC, 0L, 0L, 0L),
                "fsopen",
                "overlay"));
  }

  private static void set(Fd context, String key, String value) {
    configure(context, FSCONFIG_SET_STRING, key, value);
  }

  private static void configure(
      Fd context, int command, @Nullable String key, @Nullable String value) {
    check(
        LIBC.syscall(Syscalls.FSCONFIG, (long) context.number(), (long) command, key, value, 0L),
        "fsconfig overlay",
        key == null ? "create" : key + "=" + value);
  }

  /** Short names for any number of layers: {@code /proc/self/fd/N}. */
  void mountByOptions(Path target, boolean withoutSync) {
    List<Fd> open = new ArrayList<>();
    try {
      StringBuilder options = new StringBuilder("lowerdir=");
      for (Path lower : lowerDirs) {
        Fd fd = Fd.open(lower, Fd.O_PATH | Fd.O_DIRECTORY);
        open.add(fd);
        options.append(open.size() > 1 ? ":" : "").append(fd.procPath());
      }
      if (upperDir != null && workDir != null) {
        Fd upper = Fd.open(upperDir, Fd.O_PATH | Fd.O_DIRECTORY);
        open.add(upper);
        Fd work = Fd.open(workDir, Fd.O_PATH | Fd.O_DIRECTORY);
        open.add(work);
        options.append(",upperdir=").append(upper.procPath());
        options.append(",workdir=").append(work.procPath());
        options.append(withoutSync ? ",volatile" : "");
      }
      Mounts.mount("overlay", "overlay", target, 0, options.toString());
    } finally {
      open.forEach(Fd::close);
    }
  }
}
