package dev.jdock.linux.file;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import dev.jdock.linux.libc.Syscalls;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import jnr.ffi.Pointer;

/**
 * Project quotas: directories of one project id share a limit of space, and what is made in them
 * belongs to the project (quotactl(2), xfs_quota(8)). Limits are set through quotactl_fd(2), Linux
 * 5.14, which needs no device node.
 */
public final class ProjectQuota {
  private static final long FS_IOC_FSGETXATTR = 0x801c581fL;
  private static final long FS_IOC_FSSETXATTR = 0x401c5820L;
  private static final int XATTR_SIZE = 28;
  private static final int XATTR_PROJECT = 12;
  private static final int XFLAG_PROJINHERIT = 0x200;

  private static final int PRJQUOTA = 2;
  private static final int Q_GETQUOTA = 0x800007;
  private static final int Q_SETQUOTA = 0x800008;
  private static final int Q_XGETQSTAT = 'X' << 8 | 5;

  /** struct if_dqblk: limits in kibibytes, use in bytes. */
  private static final int DQBLK_SIZE = 72;

  private static final int DQBLK_SOFT = 8;
  private static final int DQBLK_USED = 16;
  private static final int DQBLK_VALID = 64;
  private static final int QIF_BLIMITS = 1;
  private static final long BLOCK = 1024;

  /** struct fs_quota_stat, of which the flags are looked at. */
  private static final int QSTAT_SIZE = 256;

  private static final int QSTAT_FLAGS = 2;
  private static final int PROJECTS_COUNTED = 1 << 4;
  private static final int PROJECTS_LIMITED = 1 << 5;

  /** Ids that people and other programs give, beginning at 1, are left to them. */
  private static final int FIRST_PROJECT = 1 << 24;

  private ProjectQuota() {}

  /** Whether the file system of a directory accounts for projects and enforces their limits. */
  public static boolean isEnforced(Path directory) {
    try (Memory memory = Memory.allocate(QSTAT_SIZE);
        Fd fd = open(directory)) {
      Pointer state = memory.pointer();
      state.putByte(0, (byte) 1);
      if (quotactl(fd, Q_XGETQSTAT, 0, state) == -1) {
        return false;
      }
      int wanted = PROJECTS_COUNTED | PROJECTS_LIMITED;
      return (state.getShort(QSTAT_FLAGS) & wanted) == wanted;
    }
  }

  /**
   * Puts directories into a new project with a limit.
   *
   * @param bytes at least 1
   * @throws SyscallException when the file system has no such quotas
   */
  public static void limit(long bytes, Path... directories) {
    try (Fd any = open(directories[0])) {
      int project = unused(any);
      for (Path directory : directories) {
        try (Fd fd = open(directory)) {
          assign(fd, project);
        }
      }
      setLimit(any, project, bytes);
    }
  }

  /** Removes the limit of the project that a directory belongs to, if {@link #limit} has set it. */
  public static void release(Path directory) {
    try (Fd fd = open(directory)) {
      int project = project(fd);
      if (project >= FIRST_PROJECT) {
        setLimit(fd, project, 0);
      }
    }
  }

  private static Fd open(Path directory) {
    return Fd.open(directory, Fd.O_RDONLY | Fd.O_DIRECTORY);
  }

  private static int project(Fd directory) {
    try (Memory attributes = Memory.allocate(XATTR_SIZE)) {
      ioctl(directory, FS_IOC_FSGETXATTR, attributes, "FS_IOC_FSGETXATTR");
      return attributes.pointer().getInt(XATTR_PROJECT);
    }
  }

  private static void assign(Fd directory, int project) {
    try (Memory memory = Memory.allocate(XATTR_SIZE)) {
      Pointer attributes = memory.pointer();
      ioctl(directory, FS_IOC_FSGETXATTR, memory, "FS_IOC_FSGETXATTR");
      attributes.putInt(0, attributes.getInt(0) | XFLAG_PROJINHERIT);
      attributes.putInt(XATTR_PROJECT, project);
      ioctl(directory, FS_IOC_FSSETXATTR, memory, "FS_IOC_FSSETXATTR");
    }
  }

  private static void ioctl(Fd directory, long request, Memory argument, String name) {
    check(LIBC.ioctl(directory.number(), request, argument.pointer()), name);
  }

  /** One that nothing is counted for: other programs use the same numbers. */
  private static int unused(Fd directory) {
    while (true) {
      int project = RandomGenerator.getDefault().nextInt(FIRST_PROJECT, Integer.MAX_VALUE);
      if (!isUsed(directory, project)) {
        return project;
      }
    }
  }

  private static boolean isUsed(Fd directory, int project) {
    try (Memory memory = Memory.allocate(DQBLK_SIZE)) {
      Pointer block = memory.pointer();
      if (quotactl(directory, Q_GETQUOTA, project, block) == -1) {
        if (Errno.last() == Errno.ENOENT || Errno.last() == Errno.ESRCH) {
          return false;
        }
        throw new SyscallException("quotactl_fd", Errno.last(), "Q_GETQUOTA " + project);
      }
      return block.getLong(0) != 0 || block.getLong(DQBLK_USED) != 0;
    }
  }

  private static void setLimit(Fd directory, int project, long bytes) {
    try (Memory memory = Memory.allocate(DQBLK_SIZE)) {
      Pointer block = memory.pointer();
      long blocks = bytes == 0 ? 0 : Math.max(1, bytes / BLOCK);
      block.putLong(0, blocks);
      block.putLong(DQBLK_SOFT, blocks);
      block.putInt(DQBLK_VALID, QIF_BLIMITS);
      check(quotactl(directory, Q_SETQUOTA, project, block), "quotactl_fd", "Q_SETQUOTA", project);
    }
  }

  private static long quotactl(Fd directory, int command, int project, Pointer argument) {
    return LIBC.syscall(
        Syscalls.QUOTACTL_FD,
        (long) directory.number(),
        Integer.toUnsignedLong(command << 8 | PRJQUOTA),
        (long) project,
        argument,
        0L);
  }
}
