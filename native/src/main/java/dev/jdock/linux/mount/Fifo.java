package dev.jdock.linux.mount;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.libc.C;
import java.nio.file.Path;

/** Named pipes, fifo(7). */
public final class Fifo {
  private Fifo() {}

  /** mkfifo(3); the mode is not changed by the umask. */
  public static void make(Path path, int mode) {
    check(LIBC.mkfifo(path.toString(), mode), "mkfifo", path);
    check(LIBC.fchmodat(C.AT_FDCWD, path.toString(), mode, 0), "chmod", path);
  }
}
