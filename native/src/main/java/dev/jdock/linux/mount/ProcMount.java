package dev.jdock.linux.mount;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.C;
import dev.jdock.linux.libc.Syscalls;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.process.Spawn;
import java.nio.file.Path;
import java.util.List;
import jnr.constants.platform.Errno;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A proc(5) mount that shows another pid namespace. Since 6.17 the mount takes the namespace as an
 * option; before, a proc mount belongs to its mounter's own pid namespace, which a thread cannot
 * change for itself, so the host's mount(8) does it as a child.
 */
public final class ProcMount {
  private static final int FSCONFIG_SET_STRING = 1;
  private static final int FSCONFIG_CMD_CREATE = 6;
  private static final long FSMOUNT_CLOEXEC = 1;

  /** MOUNT_ATTR_NOSUID, NODEV and NOEXEC. */
  private static final long MOUNT_ATTRIBUTES = 2 | 4 | 8;

  private static final int P_PID = 1;
  private static final int WEXITED = 4;
  private static final String MOUNT_PROGRAM = "/bin/mount";
  private static final String MOUNT_OPTIONS = "nosuid,nodev,noexec";

  private ProcMount() {}

  /**
   * Mounts on {@code target}, in the calling thread's mount namespace. On kernels before 6.17 the
   * thread's children belong to the other pid namespace afterwards.
   *
   * @param pid a process of the pid namespace, numbered as this process sees it
   */
  public static void on(Path target, int pid) {
    if (!mountWithOption(target, pid)) {
      mountAsChild(target, pid);
    }
  }

  private static boolean mountWithOption(Path target, int pid) {
    try (Fd context =
        Fd.own(
            (int)
                C.check(LIBC.syscall(Syscalls.FSOPEN, "proc", 1L, 0L, 0L, 0L), "fsopen", "proc"))) {
      String namespace = "/proc/" + pid + "/ns/pid";
      if (configure(context, FSCONFIG_SET_STRING, "pidns", namespace) == -1) {
        return false;
      }
      C.check(configure(context, FSCONFIG_CMD_CREATE, null, null), "fsconfig", "proc");
      long mount =
          LIBC.syscall(
              Syscalls.FSMOUNT, context.number(), FSMOUNT_CLOEXEC, MOUNT_ATTRIBUTES, 0L, 0L);
      try (Fd fd = Fd.own((int) C.check(mount, "fsmount", "proc"))) {
        OverlayMount.attach(fd, target);
      }
      return true;
    } catch (SyscallException e) {
      if (e.errno() == Errno.ENOSYS) {
        return false;
      }
      throw e;
    }
  }

  /**
   * The child mounts on its working directory: the name of a descriptor of ours would mean nothing
   * to it.
   */
  static void mountAsChild(Path target, int pid) {
    try (Fd directory = Fd.open(target, Fd.O_PATH | Fd.O_DIRECTORY);
        Fd namespace = Fd.open(Path.of("/proc/" + pid + "/ns/pid"), Fd.O_RDONLY)) {
      Spawn mount =
          new Spawn(
                  MOUNT_PROGRAM,
                  List.of("mount", "-n", "-t", "proc", "-o", MOUNT_OPTIONS, "proc", "."),
                  List.of())
              .open(0, "/dev/null", Fd.O_RDWR)
              .duplicate(0, 1)
              .duplicate(0, 2)
              .changeDirectory(directory)
              .closeFrom(3);
      // From here on, this thread could not start another: everything else is prepared before.
      Namespaces.enter(namespace, Namespaces.NEWPID);
      awaitSuccess(mount.run(), target);
    }
  }

  private static void awaitSuccess(int child, Path target) {
    Pointer info = C.allocate(128);
    C.check(LIBC.waitid(P_PID, child, info, WEXITED), "waitid", child);
    int status = info.getInt(24);
    if (status != 0) {
      throw new SyscallException(
          "mount proc on " + target, Errno.EPERM, "mount(8) exited with " + status);
    }
  }

  private static long configure(
      Fd context, int command, @Nullable String key, @Nullable String value) {
    return LIBC.syscall(Syscalls.FSCONFIG, (long) context.number(), (long) command, key, value, 0L);
  }
}
