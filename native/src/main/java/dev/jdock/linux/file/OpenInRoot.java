package dev.jdock.linux.file;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.libc.Memory;
import dev.jdock.linux.libc.Syscalls;

/**
 * openat2(2) with RESOLVE_IN_ROOT, Linux 5.6: the kernel resolves a path as if a directory were the
 * root, so that neither {@code ..} nor a symbolic link leads out of it.
 */
public final class OpenInRoot {
  public static final int NO_MAGICLINKS = 0x02;
  public static final int NO_SYMLINKS = 0x04;
  private static final int IN_ROOT = 0x10;

  private OpenInRoot() {}

  /**
   * @param flags those of {@link Fd}; always O_CLOEXEC
   * @param mode of a file that is made
   * @param resolve what is refused besides
   * @return the descriptor's number, or -1 and {@link Errno#last}
   */
  public static int tryOpen(Fd root, String path, int flags, int mode, int resolve) {
    // struct open_how { u64 flags, mode, resolve; }
    try (Memory how = Memory.allocate(24);
        Memory name = Memory.of(FileNames.cString(path))) {
      how.pointer().putLong(0, flags | Fd.O_CLOEXEC);
      how.pointer().putLong(8, mode);
      how.pointer().putLong(16, IN_ROOT | resolve);
      while (true) {
        long fd =
            LIBC.syscall(Syscalls.OPENAT2, root.number(), name.pointer(), how.pointer(), 24L, 0L);
        // EAGAIN: something was renamed meanwhile and the kernel could not tell whether it is safe.
        if (fd >= 0 || (Errno.last() != Errno.EAGAIN && Errno.last() != Errno.EINTR)) {
          return (int) fd;
        }
      }
    }
  }
}
