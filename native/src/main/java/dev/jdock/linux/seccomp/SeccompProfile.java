package dev.jdock.linux.seccomp;

import java.util.List;

/**
 * Which system calls are permitted; the first rule that covers a call decides.
 *
 * @param defaultAction for calls that no rule covers
 */
public record SeccompProfile(SeccompAction defaultAction, List<SeccompRule> rules) {

  public SeccompProfile {
    rules = List.copyOf(rules);
  }

  /** The profile of every container that is not privileged and asks for no other. */
  public static SeccompProfile standard() {
    return ProfileParser.parse(SyscallTable.resource("default.profile"));
  }
}
