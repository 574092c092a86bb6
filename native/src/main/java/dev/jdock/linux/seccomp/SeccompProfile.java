package dev.jdock.linux.seccomp;

import dev.jdock.linux.capability.CapabilitySet;
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

  /**
   * Whether a process with these capabilities may make a call, if only with some arguments.
   *
   * @param name of the call, as the machine's own table has it
   */
  public boolean permits(String name, CapabilitySet capabilities) {
    Architecture architecture = Architecture.ofMachine().getFirst();
    for (SeccompRule rule : rules) {
      if (rule.names().contains(name) && rule.scope().covers(architecture, capabilities)) {
        if (rule.action().makesCall()) {
          return true;
        }
        if (rule.conditions().isEmpty()) {
          return false;
        }
      }
    }
    return defaultAction.makesCall();
  }

  /** The profile of every container that is not privileged and asks for no other. */
  public static SeccompProfile standard() {
    return ProfileParser.parse(SyscallTable.resource("default.profile"));
  }
}
