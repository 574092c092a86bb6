package dev.jdock.linux.mount;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.libc.Memory;
import dev.jdock.linux.libc.Syscalls;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.starter.Credentials;
import dev.jdock.linux.starter.StartRequest;
import dev.jdock.linux.starter.Starter;
import dev.jdock.linux.starter.StarterProgram;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A proc(5) mount that shows another pid namespace. Since 6.17 the mount takes the namespace as an
 * option; before, a proc mount belongs to its mounter's own pid namespace, so the host's mount(8)
 * does it in there.
 */
public final class ProcMount {
  private static final int FSCONFIG_SET_STRING = 1;
  private static final int FSCONFIG_CMD_CREATE = 6;
  private static final long FSMOUNT_CLOEXEC = 1;

  /** MOUNT_ATTR_NOSUID, NODEV and NOEXEC. */
  private static final long MOUNT_ATTRIBUTES = 2 | 4 | 8;

  private static final long FLAGS = Mounts.NOSUID | Mounts.NODEV | Mounts.NOEXEC;
  private static final int STATFS_SIZE = 128;
  private static final long PROC_SUPER_MAGIC = 0x9fa0;
  private static final String MOUNT_PROGRAM = "/bin/mount";

  private ProcMount() {}

  /** Mounts the one of this process's own pid namespace. */
  public static void own(Path target) {
    Mounts.mount("proc", null, target, FLAGS, null);
  }

  /**
   * Mounts the one of another pid namespace.
   *
   * @param namespace a file of /proc/PID/ns
   * @return false where the kernel has no such option
   */
  public static boolean withOption(Path target, Path namespace) {
    try (Fd context =
        Fd.own(
            (int) check(LIBC.syscall(Syscalls.FSOPEN, "proc", 1L, 0L, 0L, 0L), "fsopen", "proc"))) {
      if (configure(context, FSCONFIG_SET_STRING, "pidns", namespace.toString()) == -1) {
        return false;
      }
      check(configure(context, FSCONFIG_CMD_CREATE, null, null), "fsconfig", "proc");
      long mount =
          LIBC.syscall(
              Syscalls.FSMOUNT, context.number(), FSMOUNT_CLOEXEC, MOUNT_ATTRIBUTES, 0L, 0L);
      try (Fd fd = Fd.own((int) check(mount, "fsmount", "proc"))) {
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
   * A copy of what the calling thread's mount namespace has as /proc, to be attached elsewhere.
   *
   * @throws SyscallException EINVAL when that is no proc(5)
   */
  public static Fd copy() {
    Fd mount = Mounts.copy(Path.of("/proc"));
    try (Memory memory = Memory.allocate(STATFS_SIZE)) {
      Pointer status = memory.pointer();
      check(LIBC.fstatfs(mount.number(), status), "fstatfs", "/proc");
      if (status.getLong(0) != PROC_SUPER_MAGIC) {
        throw new SyscallException("open_tree", Errno.EINVAL, "/proc is not the kernel's");
      }
      return mount;
    } catch (Throwable e) {
      mount.close();
      throw e;
    }
  }

  /**
   * Lets a process in the namespace mount it. The namespace must not contain untrusted processes.
   *
   * @param directory a path in the calling thread's mount namespace, without symbolic links
   * @throws InterruptedException when the calling thread is interrupted
   */
  public static void asChild(
      StarterProgram program, Path directory, Path namespace, Starter.Reaper reaper)
      throws InterruptedException {
    try (Fd pidNamespace = Fd.open(namespace, Fd.O_RDONLY);
        PidFd child = start(program, directory, pidNamespace, reaper)) {
      int code = child.waitExit();
      if (code != 0) {
        throw new SyscallException(
            "mount proc on " + directory, Errno.EPERM, "mount(8) exited with " + code);
      }
    }
  }

  private static PidFd start(
      StarterProgram program, Path directory, Fd pidNamespace, Starter.Reaper reaper)
      throws InterruptedException {
    List<String> arguments =
        List.of("mount", "-n", "-t", "proc", "-o", "nosuid,nodev,noexec", "proc", ".");
    Starter starter = Starter.spawn(program, Arrays.asList(null, null, null));
    try {
      starter.send(
          new StartRequest(
              MOUNT_PROGRAM,
              arguments,
              List.of(),
              directory.toString(),
              new StartRequest.Input.Given(),
              new Credentials(0, 0, Set.of(0), CapabilitySet.bounding(), false, null),
              Map.of(),
              null,
              List.of(),
              List.of(new StartRequest.Joined(pidNamespace, Namespaces.NEWPID)),
              0));
      starter.awaitChild();
      starter.release();
      starter.awaitExecution();
      PidFd child = starter.takeChild();
      starter.close();
      return child;
    } catch (Throwable e) {
      starter.abandon(reaper);
      throw e;
    }
  }

  private static long configure(
      Fd context, int command, @Nullable String key, @Nullable String value) {
    return LIBC.syscall(Syscalls.FSCONFIG, (long) context.number(), (long) command, key, value, 0L);
  }
}
