package dev.jdock.linux.starter;

import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.seccomp.SeccompFilter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a process is and what it may do: credentials(7), capabilities(7), seccomp(2).
 *
 * <p>User 0 has exactly {@code capabilities} as its bounding, permitted and effective set; another
 * user has them as its bounding set only. The inheritable and ambient sets are empty in both cases.
 *
 * @param uid user id, unsigned 32 bit
 * @param gid primary group id, unsigned 32 bit
 * @param groups supplementary group ids
 * @param capabilities must be part of this process's bounding set
 * @param noNewPrivileges PR_SET_NO_NEW_PRIVS of prctl(2)
 * @param filter null for none
 */
public record Credentials(
    int uid,
    int gid,
    Set<Integer> groups,
    CapabilitySet capabilities,
    boolean noNewPrivileges,
    @Nullable SeccompFilter filter) {
  public Credentials {
    groups = Set.copyOf(groups);
  }

  CapabilitySet permitted() {
    return uid == 0 ? capabilities : CapabilitySet.EMPTY;
  }
}
