package dev.jdock.linux.namespace;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.libc.Syscalls;
import java.nio.charset.StandardCharsets;

/**
 * unshare(2) and setns(2) for the calling thread. A thread that called one of these must end
 * without having run anything else; after a change of the pid namespace it cannot even start Java
 * threads (clone(2) of a thread fails with EINVAL).
 */
public final class Namespaces {
  public static final int CLONE_FS = 0x200;
  public static final int NEWNS = 0x20000;
  public static final int NEWCGROUP = 0x2000000;
  public static final int NEWUTS = 0x4000000;
  public static final int NEWIPC = 0x8000000;
  public static final int NEWPID = 0x20000000;
  public static final int NEWNET = 0x40000000;

  private Namespaces() {}

  /** Gives the calling thread new namespaces; NEWPID is for its children only. */
  public static void unshare(int flags) {
    check(LIBC.unshare(flags), "unshare", "0x" + Integer.toHexString(flags));
  }

  /**
   * Moves the calling thread into namespaces of another process.
   *
   * @param target a namespace, or a pidfd (5.8 and later) with several kinds in {@code flags}
   */
  public static void enter(Fd target, int flags) {
    check(LIBC.setns(target.number(), flags), "setns", "0x" + Integer.toHexString(flags));
  }

  /** sethostname(2) in the thread's UTS namespace. */
  public static void hostname(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    check(LIBC.sethostname(bytes, bytes.length), "sethostname", name);
  }

  /** setdomainname(2) in the thread's UTS namespace. */
  public static void domainname(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    check(LIBC.setdomainname(bytes, bytes.length), "setdomainname", name);
  }

  /** gettid(2) of the calling thread, which names it in /proc/self/task. */
  public static int threadId() {
    return (int) LIBC.syscall(Syscalls.GETTID, 0L, 0L, null, null, 0L);
  }
}
