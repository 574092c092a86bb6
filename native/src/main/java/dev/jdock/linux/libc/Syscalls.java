package dev.jdock.linux.libc;

/**
 * Numbers of the system calls that go through {@code syscall(2)}. From 424 on they are the same on
 * every architecture; the older ones differ between x86-64 and the generic table that aarch64 uses.
 */
public final class Syscalls {
  private static final boolean X86_64 = "amd64".equals(System.getProperty("os.arch"));

  public static final int PIDFD_SEND_SIGNAL = 424;
  public static final int OPEN_TREE = 428;
  public static final int MOVE_MOUNT = 429;
  public static final int FSOPEN = 430;
  public static final int FSCONFIG = 431;
  public static final int FSMOUNT = 432;
  public static final int PIDFD_OPEN = 434;
  public static final int OPENAT2 = 437;
  public static final int PIDFD_GETFD = 438;
  public static final int MOUNT_SETATTR = 442;
  public static final int QUOTACTL_FD = 443;
  public static final int FCHMODAT2 = 452;

  public static final int GETDENTS64 = X86_64 ? 217 : 61;
  public static final int PIVOT_ROOT = X86_64 ? 155 : 41;
  public static final int GETTID = X86_64 ? 186 : 178;
  public static final int SETSID = X86_64 ? 112 : 157;
  public static final int BPF = X86_64 ? 321 : 280;
  public static final int MEMFD_CREATE = X86_64 ? 319 : 279;

  private Syscalls() {}
}
