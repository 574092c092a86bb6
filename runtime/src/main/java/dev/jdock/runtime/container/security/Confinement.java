package dev.jdock.runtime.container.security;

import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.seccomp.SeccompFilter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What confines the processes of containers on this machine.
 *
 * @param filters the default seccomp profile, compiled, by capability set
 * @param appArmor profiles that containers run under
 */
public record Confinement(Map<CapabilitySet, SeccompFilter> filters, AppArmorProfiles appArmor) {
  public static Confinement ofMachine() {
    return new Confinement(new ConcurrentHashMap<>(), AppArmorProfiles.ofMachine());
  }

  /** Makes the filter of containers that ask for no other capabilities. */
  public void prepare() {
    defaultFilter(Capabilities.resolve(false, List.of(), List.of(), CapabilitySet.bounding()));
  }

  /** Docker's default filter, as it is for that set of capabilities. */
  public SeccompFilter defaultFilter(CapabilitySet capabilities) {
    return filters.computeIfAbsent(capabilities, SeccompFilter::standard);
  }
}
