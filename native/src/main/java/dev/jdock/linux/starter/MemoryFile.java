package dev.jdock.linux.starter;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Syscalls;

/** Files that exist in memory only: memfd_create(2). */
final class MemoryFile {
  private static final int MFD_CLOEXEC = 1;
  private static final int MFD_ALLOW_SEALING = 2;

  /** Both since Linux 6.3; before, all such files could be executed. */
  private static final int MFD_NOEXEC_SEAL = 8;

  private static final int MFD_EXEC = 0x10;

  private static final int F_ADD_SEALS = 1033;

  /** F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE. */
  private static final int SEALS = 1 | 2 | 4 | 8;

  /** Of the mode's executable bits, since Linux 6.3. */
  private static final int F_SEAL_EXEC = 0x20;

  private MemoryFile() {}

  /** A file that can be executed, and never be changed again. */
  static Fd program(String name, byte[] content) {
    Fd file = create(name, MFD_ALLOW_SEALING | MFD_EXEC, MFD_ALLOW_SEALING);
    try {
      file.writeFully(content);
      if (LIBC.fcntl(file.number(), F_ADD_SEALS, SEALS | F_SEAL_EXEC) == -1) {
        check(LIBC.fcntl(file.number(), F_ADD_SEALS, SEALS), "fcntl", "F_ADD_SEALS");
      }
      return file;
    } catch (Throwable e) {
      file.close();
      throw e;
    }
  }

  /** A file that both sides write to. */
  static Fd shared(String name, byte[] content) {
    Fd file = create(name, MFD_NOEXEC_SEAL, 0);
    try {
      file.writeFully(content);
      return file;
    } catch (Throwable e) {
      file.close();
      throw e;
    }
  }

  private static Fd create(String name, int flags, int before) {
    long number = LIBC.syscall(Syscalls.MEMFD_CREATE, name, flags | MFD_CLOEXEC, 0, 0, 0);
    if (number == -1 && Errno.last() == Errno.EINVAL) {
      number = LIBC.syscall(Syscalls.MEMFD_CREATE, name, before | MFD_CLOEXEC, 0, 0, 0);
    }
    if (number == -1) {
      throw new SyscallException("memfd_create", Errno.last(), name);
    }
    return Fd.own((int) number);
  }
}
