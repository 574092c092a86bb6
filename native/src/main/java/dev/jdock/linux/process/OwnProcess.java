package dev.jdock.linux.process;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Syscalls;

/**
 * Attributes of this whole process: its session, its user, its standard descriptors, and whether it
 * can be inspected.
 */
public final class OwnProcess {
  private static final int PR_SET_DUMPABLE = 4;

  private OwnProcess() {}

  /** setsid(2); does nothing where this process leads its group already. */
  public static void leaveSession() {
    long result = LIBC.syscall((long) Syscalls.SETSID, 0L, 0L, 0L, 0L, 0L);
    if (result == -1 && Errno.last() != Errno.EPERM) {
      throw new SyscallException("setsid", Errno.last(), "");
    }
  }

  /**
   * prctl(2) PR_SET_DUMPABLE 0: no core dumps, and no ptrace(2) by processes without
   * CAP_SYS_PTRACE, children between fork and exec included.
   */
  public static void denyInspection() {
    check(LIBC.prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L), "prctl", "PR_SET_DUMPABLE");
  }

  /** dup3(2): {@code fd} becomes what this whole process has as {@code number}. */
  public static void replaceDescriptor(Fd fd, int number) {
    check(LIBC.dup3(fd.number(), number, 0), "dup3", number);
  }

  /** malloc_trim(3): what the C library keeps for later allocations becomes the kernel's. */
  public static void returnMemory() {
    int _ = LIBC.malloc_trim(0);
  }

  public static int uid() {
    return LIBC.getuid();
  }
}
