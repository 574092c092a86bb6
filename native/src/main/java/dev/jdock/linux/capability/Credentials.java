package dev.jdock.linux.capability;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.libc.C;
import dev.jdock.linux.libc.Syscalls;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Set;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Who a thread is to be: user, groups, capabilities, no_new_privs and a last restriction, ready to
 * be put on by a thread that afterwards starts one program and dies.
 *
 * <p>After {@link #apply}, user 0 has exactly {@code capabilities} as its bounding, permitted and
 * effective set; another user has them as its bounding set only. The inheritable and ambient sets
 * are empty in both cases. That holds for the calling thread and what it executes; other threads
 * keep what they have, with one exception: the kernel marks the memory of the whole process as not
 * dumpable (proc(5), /proc/sys/fs/suid_dumpable) when a thread changes its user.
 */
public final class Credentials implements ThreadRestriction {
  private static final int PR_SET_KEEPCAPS = 8;
  private static final int PR_CAPBSET_DROP = 24;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int PR_GET_NO_NEW_PRIVS = 39;
  private static final int PR_CAP_AMBIENT = 47;
  private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
  private static final int LINUX_CAPABILITY_VERSION_3 = 0x20080522;
  private static final int MAX_CAPABILITIES = 64;

  /**
   * A process's user.
   *
   * @param uid user id, unsigned 32 bit
   * @param gid primary group id, unsigned 32 bit
   * @param groups supplementary group ids
   */
  public record User(int uid, int gid, Set<Integer> groups) {
    public static final User ROOT = new User(0, 0, Set.of(0));

    public User {
      groups = Set.copyOf(groups);
    }
  }

  private final int[] boundingDrops;
  private final User user;
  private final int groupCount;
  private final Pointer groupList;
  private final Pointer capabilityHeader;
  private final Pointer capabilityData;
  private final boolean noNewPrivileges;
  private final @Nullable ThreadRestriction restriction;

  private Credentials(
      User user,
      CapabilitySet capabilities,
      CapabilitySet present,
      boolean noNewPrivileges,
      @Nullable ThreadRestriction restriction) {
    this.user = user;
    this.noNewPrivileges = noNewPrivileges;
    this.restriction = restriction;
    this.boundingDrops = numbers(present.minus(capabilities));
    List<Integer> groups = user.groups().stream().sorted().toList();
    this.groupCount = groups.size();
    this.groupList = C.allocate(Math.max(Integer.BYTES, groupCount * Integer.BYTES));
    for (int i = 0; i < groupCount; i++) {
      groupList.putInt((long) i * Integer.BYTES, groups.get(i));
    }
    this.capabilityHeader = C.allocate(8);
    capabilityHeader.putInt(0, LINUX_CAPABILITY_VERSION_3);
    this.capabilityData = capabilityData(user.uid() == 0 ? capabilities : CapabilitySet.EMPTY);
  }

  /**
   * Allocates and links what {@link #apply} needs. To be called by an ordinary thread whose
   * bounding set is that of the thread that will apply it.
   *
   * @param capabilities must be part of this thread's bounding set
   * @param noNewPrivileges PR_SET_NO_NEW_PRIVS of prctl(2)
   * @param restriction put on in the right place, usually a seccomp filter; null for none
   * @throws IllegalArgumentException when the bounding set lacks one of the capabilities
   */
  public static Credentials prepare(
      User user,
      CapabilitySet capabilities,
      boolean noNewPrivileges,
      @Nullable ThreadRestriction restriction) {
    CapabilitySet present = CapabilitySet.bounding();
    if (!present.containsAll(capabilities)) {
      throw new IllegalArgumentException(
          "not in this process's bounding set: " + capabilities.minus(present));
    }
    Credentials credentials =
        new Credentials(user, capabilities, present, noNewPrivileges, restriction);
    credentials.linkCalls();
    return credentials;
  }

  /**
   * Changes the calling thread for good, by system calls alone.
   *
   * <p>The order is the kernel's: dropping from the bounding set takes CAP_SETPCAP, so it is first;
   * a filter without no_new_privs takes CAP_SYS_ADMIN, so it comes before the user and the
   * capabilities go (and must permit the calls that follow here); with no_new_privs it comes last,
   * and permits as little as its author likes. Leaving user 0 empties permitted and effective, as
   * long as "keep capabilities" is off.
   */
  @Override
  public void apply() {
    for (int number : boundingDrops) {
      C.check(LIBC.prctl(PR_CAPBSET_DROP, number, 0L, 0, 0), "prctl", "PR_CAPBSET_DROP");
    }
    if (restriction != null && !noNewPrivileges) {
      restriction.apply();
    }
    C.check(LIBC.prctl(PR_SET_KEEPCAPS, 0, 0L, 0, 0), "prctl", "PR_SET_KEEPCAPS");
    C.check(LIBC.syscall(Syscalls.SETGROUPS, groupCount, groupList, 0, 0, 0), "setgroups");
    long gid = Integer.toUnsignedLong(user.gid());
    C.check(LIBC.syscall(Syscalls.SETRESGID, gid, gid, gid, 0, 0), "setresgid");
    long uid = Integer.toUnsignedLong(user.uid());
    C.check(LIBC.syscall(Syscalls.SETRESUID, uid, uid, uid, 0, 0), "setresuid");
    C.check(
        LIBC.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0L, 0, 0), "prctl", "PR_CAP_AMBIENT");
    try {
      C.check(LIBC.syscall(Syscalls.CAPSET, capabilityHeader, capabilityData, 0, 0, 0), "capset");
    } finally {
      Reference.reachabilityFence(this);
    }
    if (noNewPrivileges) {
      C.check(LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0L, 0, 0), "prctl", "PR_SET_NO_NEW_PRIVS");
      if (restriction != null) {
        restriction.apply();
      }
    }
  }

  /** Calls each binding that apply() uses once, without effect, so that none is linked there. */
  private void linkCalls() {
    LIBC.prctl(PR_GET_NO_NEW_PRIVS, 0, 0L, 0, 0);
    LIBC.syscall(Syscalls.GETTID, 0, 0, 0, 0, 0);
    LIBC.syscall(Syscalls.GETTID, 0, groupList, 0, 0, 0);
    C.check(LIBC.syscall(Syscalls.GETTID, capabilityHeader, capabilityData, 0, 0, 0), "gettid");
  }

  private static int[] numbers(CapabilitySet set) {
    return java.util.stream.IntStream.range(0, MAX_CAPABILITIES)
        .filter(number -> (set.mask() & 1L << number) != 0)
        .toArray();
  }

  /**
   * Two {@code struct __user_cap_data_struct} (effective, permitted, inheritable), low bits first.
   */
  private static Pointer capabilityData(CapabilitySet capabilities) {
    Pointer data = C.allocate(24);
    int low = (int) capabilities.mask();
    int high = (int) (capabilities.mask() >>> 32);
    data.putInt(0, low);
    data.putInt(4, low);
    data.putInt(12, high);
    data.putInt(16, high);
    return data;
  }
}
