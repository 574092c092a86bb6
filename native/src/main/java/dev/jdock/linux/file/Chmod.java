package dev.jdock.linux.file;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.libc.Syscalls;

/**
 * chmod(2) of an entry that another process may replace by a symbolic link at any time. A symbolic
 * link is not followed and nothing is changed: a link has no mode.
 */
public final class Chmod {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;

  private Chmod() {}

  /**
   * Returns -1 with errno set when it fails.
   *
   * @param name NUL-terminated
   */
  public static long noFollow(int directory, byte[] name, int mode) {
    long result = LIBC.syscall(Syscalls.FCHMODAT2, directory, name, mode, AT_SYMLINK_NOFOLLOW, 0L);
    // Before Linux 6.6 the C library opens the entry by O_PATH and goes through /proc/self/fd.
    return result == -1 && Errno.last() == Errno.ENOSYS
        ? LIBC.fchmodat(directory, name, mode, AT_SYMLINK_NOFOLLOW)
        : result;
  }
}
