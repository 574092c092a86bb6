package dev.jdock.linux.mount;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.libc.C;
import dev.jdock.linux.libc.Memory;
import dev.jdock.linux.libc.Syscalls;
import java.nio.file.Path;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/** mount(2), umount2(2) and pivot_root(2) in the calling thread's mount namespace. */
public final class Mounts {
  public static final long RDONLY = 1;
  public static final long NOSUID = 2;
  public static final long NODEV = 4;
  public static final long NOEXEC = 8;
  public static final long SYNCHRONOUS = 16;
  public static final long REMOUNT = 32;
  public static final long DIRSYNC = 128;
  public static final long NOATIME = 1024;
  public static final long NODIRATIME = 2048;
  public static final long BIND = 4096;
  public static final long REC = 16384;
  public static final long PRIVATE = 1 << 18;
  public static final long SLAVE = 1 << 19;
  public static final long SHARED = 1 << 20;
  public static final long RELATIME = 1 << 21;
  public static final long STRICTATIME = 1 << 24;

  private static final int MNT_DETACH = 2;
  private static final int OPEN_TREE_CLONE = 1;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int AT_RECURSIVE = 0x8000;
  private static final long MOUNT_ATTR_RDONLY = 1;
  private static final long MOUNT_ATTR_IDMAP = 0x100000;

  /** MOVE_MOUNT_F_EMPTY_PATH, and MOVE_MOUNT_T_SYMLINKS for targets named through /proc. */
  private static final int MOVE_MOUNT_FLAGS = 0x04 | 0x10;

  private Mounts() {}

  /** A file system of a type; {@code data} are its own options. */
  public static void mount(
      String type, @Nullable String source, Path target, long flags, @Nullable String data) {
    check(
        LIBC.mount(source == null ? type : source, target.toString(), type, flags, data),
        "mount",
        type,
        "on",
        target);
  }

  /** A bind mount; recursive ones include the mounts below the source. */
  public static void bind(Path source, Path target, boolean recursive) {
    check(
        LIBC.mount(source.toString(), target.toString(), null, BIND | (recursive ? REC : 0), null),
        "mount --bind",
        source,
        "on",
        target);
  }

  /** Changes the flags of a bind mount; RDONLY leaves the file system itself writable. */
  public static void remountBind(Path target, long flags) {
    check(
        LIBC.mount(null, target.toString(), null, BIND | REMOUNT | flags, null),
        "mount -o remount,bind",
        target);
  }

  /**
   * Makes a mount and all below it read-only at once (mount_setattr(2), 5.12); on older kernels
   * only the uppermost one.
   */
  public static void readOnlyRecursively(Path target) {
    try (Memory attributes = Memory.allocate(32);
        Fd path = Fd.open(target, Fd.O_PATH)) {
      attributes.pointer().putLong(0, MOUNT_ATTR_RDONLY);
      long result = mountSetAttr(path.number(), attributes.pointer());
      if (result == -1) {
        remountBind(target, RDONLY);
      }
    }
  }

  private static long mountSetAttr(int fd, Pointer attributes) {
    return mountSetAttr(fd, AT_RECURSIVE, attributes);
  }

  private static long mountSetAttr(int fd, int flags, Pointer attributes) {
    return LIBC.syscall(
        Syscalls.MOUNT_SETATTR, fd, "", (long) (AT_EMPTY_PATH | flags), attributes, 32L);
  }

  /**
   * Maps the owners of files, as the user namespace maps ids: MOUNT_ATTR_IDMAP, 5.12. Mounts below
   * are mapped, too, where all of them can be.
   *
   * @param mount not attached yet, such as a {@link #copy}
   * @throws dev.jdock.linux.SyscallException EINVAL where the file system cannot do that, or the
   *     kernel; EPERM for a mount that is mapped already
   */
  public static void mapOwners(Fd mount, Fd userNamespace) {
    try (Memory attributes = Memory.allocate(32)) {
      Pointer pointer = attributes.pointer();
      pointer.putLong(0, MOUNT_ATTR_IDMAP);
      pointer.putLong(24, userNamespace.number());
      if (mountSetAttr(mount.number(), AT_RECURSIVE, pointer) == -1) {
        check(mountSetAttr(mount.number(), 0, pointer), "mount_setattr", "MOUNT_ATTR_IDMAP");
      }
    }
  }

  /**
   * A copy of one mount, without what is mounted below it: open_tree(2) with OPEN_TREE_CLONE, 5.2.
   * It is not attached to any mount namespace, and is removed when the descriptor is closed.
   */
  public static Fd copy(Path mountPoint) {
    return copy(mountPoint, 0);
  }

  /** As {@link #copy}, with all that is mounted below. */
  public static Fd copyTree(Path mountPoint) {
    return copy(mountPoint, AT_RECURSIVE);
  }

  private static Fd copy(Path mountPoint, int flags) {
    return Fd.own(
        (int)
            check(
                LIBC.syscall(
                    Syscalls.OPEN_TREE,
                    (long) C.AT_FDCWD,
                    mountPoint.toString(),
                    (long) (OPEN_TREE_CLONE | Fd.O_CLOEXEC | flags),
                    0L,
                    0L),
                "open_tree",
                mountPoint));
  }

  /** Attaches a mount that is not attached yet, such as a {@link #copy}: move_mount(2), 5.2. */
  public static void attach(Fd mount, Path target) {
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

  /** Sets mount propagation: PRIVATE, SLAVE or SHARED, with REC for the whole tree. */
  public static void propagation(Path target, long flags) {
    check(LIBC.mount(null, target.toString(), null, flags, null), "mount --make-*", target);
  }

  /**
   * Detaches a mount and all mounts below it (MNT_DETACH); the kernel releases them when they are
   * no longer in use.
   */
  public static void detach(Path target) {
    check(LIBC.umount2(target.toString(), MNT_DETACH), "umount2", target);
  }

  /**
   * Makes {@code root}, a mount point, the root of the namespace and detaches the old one: the two
   * roots are stacked by {@code pivot_root(".", ".")}, so no folder is needed for the old one
   * (pivot_root(2), NOTES). Tasks whose root was the old one are moved too.
   */
  public static void pivotRoot(Path root) {
    check(LIBC.chdir(root.toString()), "chdir", root);
    check(LIBC.syscall(Syscalls.PIVOT_ROOT, ".", ".", 0L, 0L, 0L), "pivot_root", root);
    check(LIBC.umount2(".", MNT_DETACH), "umount2", "old root");
    check(LIBC.chdir("/"), "chdir", "/");
  }
}
