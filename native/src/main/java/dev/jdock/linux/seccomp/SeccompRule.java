package dev.jdock.linux.seccomp;

import dev.jdock.linux.capability.CapabilitySet;
import java.util.List;
import java.util.Set;

/**
 * What happens to some system calls, and when.
 *
 * @param names of system calls; a name that a table lacks has no effect there
 * @param conditions all of them must hold; empty for "always"
 * @param scope where the rule counts at all
 */
public record SeccompRule(
    SeccompAction action, Scope scope, List<ArgumentCondition> conditions, List<String> names) {

  public SeccompRule {
    conditions = List.copyOf(conditions);
    names = List.copyOf(names);
  }

  /**
   * For whom a rule is, decided when the filter is made.
   *
   * @param architectures names of tables; empty for all
   * @param with capabilities that the process must have
   * @param without capabilities of which it must have none
   */
  public record Scope(Set<String> architectures, CapabilitySet with, CapabilitySet without) {
    public static final Scope EVERYWHERE =
        new Scope(Set.of(), CapabilitySet.EMPTY, CapabilitySet.EMPTY);

    public Scope {
      architectures = Set.copyOf(architectures);
    }

    boolean covers(Architecture architecture, CapabilitySet capabilities) {
      return (architectures.isEmpty() || architectures.contains(architecture.tableName()))
          && capabilities.containsAll(with)
          && capabilities.intersect(without).isEmpty();
    }
  }
}
