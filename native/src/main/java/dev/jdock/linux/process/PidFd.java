package dev.jdock.linux.process;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.KernelRelease;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import dev.jdock.linux.libc.Syscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import jnr.ffi.Pointer;

/**
 * A process referred to by a descriptor (pidfd_open(2)), which unlike a pid is never reused for
 * another process. Readable for poll(2) once the process has ended.
 */
public final class PidFd implements AutoCloseable {
  private static final int P_PIDFD = 3;
  private static final int WEXITED = 4;
  private static final int SIGINFO_SIZE = 128;
  private static final int SI_CODE = 8;
  private static final int SI_STATUS = 24;
  private static final int CLD_EXITED = 1;

  /** {@code _IOWR(0xFF, 11, struct pidfd_info)} with the struct's first published size, 64. */
  private static final long PIDFD_GET_INFO = 0xC040FF0BL;

  private static final int INFO_SIZE = 64;
  private static final int INFO_PID = 16;
  private static final int INFO_EXIT_CODE = 60;
  private static final long PIDFD_INFO_PID = 1;
  private static final long PIDFD_INFO_EXIT = 8;

  private static final int TELLS_MAJOR = 6;
  private static final int TELLS_MINOR = 15;

  /** Counted from field 3, the first after the command's name. */
  private static final int STAT_EXIT_CODE = 52 - 3;

  private final Fd fd;

  private PidFd(Fd fd) {
    this.fd = fd;
  }

  /**
   * pidfd_open(2).
   *
   * @throws SyscallException ESRCH when there is no such process
   */
  public static PidFd open(int pid) {
    long number = LIBC.syscall((long) Syscalls.PIDFD_OPEN, (long) pid, 0L, 0L, 0L, 0L);
    return new PidFd(Fd.own((int) check(number, "pidfd_open", pid)));
  }

  /** Takes over a pidfd that came from elsewhere, such as SO_PEERPIDFD. */
  public static PidFd own(Fd fd) {
    return new PidFd(fd);
  }

  /** For poll(2) and setns(2). */
  public Fd fd() {
    return fd;
  }

  /**
   * pidfd_getfd(2): a duplicate, in this process, of the descriptor {@code number} of that process.
   *
   * @throws SyscallException EBADF when it has nothing open there, ESRCH when it has ended, EPERM
   *     when this process is not permitted to (ptrace(2), "access mode checking")
   */
  public Fd getFd(int number) {
    long result =
        LIBC.syscall((long) Syscalls.PIDFD_GETFD, (long) fd.number(), (long) number, 0L, 0L, 0L);
    return Fd.own((int) check(result, "pidfd_getfd", number));
  }

  /**
   * pidfd_send_signal(2).
   *
   * @param signal the number; 0 only checks
   * @throws SyscallException ESRCH when the process has ended and been reaped
   */
  public void sendSignal(int signal) {
    long result =
        LIBC.syscall(
            (long) Syscalls.PIDFD_SEND_SIGNAL, (long) fd.number(), (long) signal, 0L, 0L, 0L);
    check(result, "pidfd_send_signal", signal);
  }

  /** Whether the process has not ended; a zombie has ended. */
  public boolean isAlive() {
    return !awaitEnd(0);
  }

  /**
   * Waits until it has ended, at most for the given time.
   *
   * @return whether it has
   */
  public boolean awaitEnd(long milliseconds) {
    try (Memory memory = Memory.allocate(8)) {
      Pointer poll = memory.pointer();
      poll.putInt(0, fd.number());
      poll.putShort(4, (short) 1);
      long end = System.nanoTime() + milliseconds * 1_000_000;
      while (true) {
        long left = Math.max(0, (end - System.nanoTime() + 999_999) / 1_000_000);
        int ready = LIBC.poll(poll, 1, (int) Math.min(left, Integer.MAX_VALUE));
        if (ready >= 0 || Errno.last() != Errno.EINTR) {
          return ready != 0;
        }
      }
    }
  }

  /**
   * waitid(2) for a child of this process, which is reaped; blocks until it has ended.
   *
   * @return its exit code, or 128 plus the number of the signal that ended it
   * @throws SyscallException ECHILD when it is not a child of this process
   */
  public int waitExit() {
    try (Memory memory = Memory.allocate(SIGINFO_SIZE)) {
      Pointer info = memory.pointer();
      while (LIBC.waitid(P_PIDFD, fd.number(), info, WEXITED) != 0) {
        if (Errno.last() != Errno.EINTR) {
          throw new SyscallException("waitid", Errno.last(), "P_PIDFD " + fd.number());
        }
      }
      int status = info.getInt(SI_STATUS);
      return info.getInt(SI_CODE) == CLD_EXITED ? status : 128 + status;
    }
  }

  /**
   * The exit code of a process that is not a child of this process. Once its parent has reaped it,
   * the code comes from PIDFD_GET_INFO with PIDFD_INFO_EXIT (Linux 6.15); before, while it is a
   * zombie, from /proc. Empty while the process is running, and on older kernels after it was
   * reaped.
   */
  public OptionalInt exitCode() {
    try (Memory memory = Memory.allocate(INFO_SIZE)) {
      Pointer info = memory.pointer();
      info.putLong(0, PIDFD_INFO_EXIT);
      if (LIBC.ioctl(fd.number(), PIDFD_GET_INFO, info) != 0
          || (info.getLong(0) & PIDFD_INFO_EXIT) == 0) {
        return zombieExitCode();
      }
      return OptionalInt.of(ExitStatus.code(info.getInt(INFO_EXIT_CODE)));
    }
  }

  /** Whether the kernel tells {@link #exitCode} of a process that was reaped: Linux 6.15. */
  public static boolean tellsExitCodes() {
    return KernelRelease.running()
        .map(release -> release.isAtLeast(TELLS_MAJOR, TELLS_MINOR))
        .orElse(false);
  }

  /** Fields 3 and 52 of proc_pid_stat(5), if they are those of our process. */
  private OptionalInt zombieExitCode() {
    OptionalInt pid = pid();
    if (pid.isEmpty()) {
      return pid;
    }
    try {
      String stat = Files.readString(Path.of("/proc", Integer.toString(pid.getAsInt()), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
      boolean zombie = fields[0].equals("Z") && fields.length > STAT_EXIT_CODE;
      return zombie && pid().equals(pid)
          ? OptionalInt.of(ExitStatus.code(Integer.parseInt(fields[STAT_EXIT_CODE])))
          : OptionalInt.empty();
    } catch (IOException reapedMeanwhile) {
      return OptionalInt.empty();
    }
  }

  /** The pid in this process's pid namespace; empty when the process has ended and been reaped. */
  public OptionalInt pid() {
    try (Memory memory = Memory.allocate(INFO_SIZE)) {
      Pointer info = memory.pointer();
      info.putLong(0, PIDFD_INFO_PID);
      return LIBC.ioctl(fd.number(), PIDFD_GET_INFO, info) == 0
          ? OptionalInt.of(info.getInt(INFO_PID))
          : olderPid();
    }
  }

  /** Before Linux 6.13: "Pid:" of proc_pid_fdinfo(5), which is -1 once it has been reaped. */
  private OptionalInt olderPid() {
    try {
      return Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd.number())).stream()
          .filter(line -> line.matches("Pid:\\s+[1-9]\\d*"))
          .mapToInt(line -> Integer.parseInt(line.substring(4).strip()))
          .findFirst();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
