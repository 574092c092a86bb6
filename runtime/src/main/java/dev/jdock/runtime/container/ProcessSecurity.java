package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.capability.ThreadRestriction;
import dev.jdock.linux.process.ResourceLimit;
import dev.jdock.linux.seccomp.SeccompFilter;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.ContainerSpec.Isolation;
import dev.jdock.runtime.engine.ContainerSpec.Ulimit;
import dev.jdock.runtime.launch.ProcessLimits;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a process of a container may do: its first one, or a further one.
 *
 * @param seccomp null for none
 */
record ProcessSecurity(
    CapabilitySet capabilities,
    boolean noNewPrivileges,
    @Nullable ThreadRestriction seccomp,
    @Nullable String appArmor) {

  /**
   * @param privileged for this process, whatever the container is
   */
  static ProcessSecurity of(ContainerRuntime runtime, Isolation isolation, boolean privileged) {
    boolean all = privileged || isolation.privileged();
    SecurityOptions options = SecurityOptions.parse(isolation.securityOptions());
    CapabilitySet capabilities =
        Capabilities.resolve(
            all, isolation.capAdd(), isolation.capDrop(), CapabilitySet.bounding());
    return new ProcessSecurity(
        capabilities,
        options.noNewPrivileges(),
        all ? null : filter(runtime, options, capabilities),
        all ? null : options.appArmor());
  }

  private static @Nullable ThreadRestriction filter(
      ContainerRuntime runtime, SecurityOptions options, CapabilitySet capabilities) {
    if (options.seccompUnconfined()) {
      return null;
    }
    String profile = options.seccompProfile();
    SeccompJson.Parsed parsed = profile == null ? null : SeccompJson.parse(profile);
    if (parsed == null) {
      return runtime.defaultFilter(capabilities);
    }
    try {
      return SeccompFilter.prepare(parsed.profile(), capabilities, parsed.architectures());
    } catch (IllegalArgumentException e) {
      throw JdockException.invalid("Decoding seccomp profile failed: " + e.getMessage());
    }
  }

  static ProcessLimits limits(ContainerSpec spec) {
    Map<ResourceLimit, ResourceLimit.Limits> limits = new EnumMap<>(ResourceLimit.class);
    for (Ulimit ulimit : spec.resources().ulimits()) {
      limits.put(
          ResourceLimit.valueOf(ulimit.name().toUpperCase(Locale.ROOT)),
          new ResourceLimit.Limits(ulimit.soft(), ulimit.hard()));
    }
    return new ProcessLimits(limits, spec.isolation().oomScoreAdj());
  }
}
