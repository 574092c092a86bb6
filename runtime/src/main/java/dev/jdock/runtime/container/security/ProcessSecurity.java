package dev.jdock.runtime.container.security;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.process.ResourceLimit;
import dev.jdock.linux.seccomp.SeccompFilter;
import dev.jdock.linux.seccomp.SeccompProfile;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Isolation;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Resources.Ulimit;
import dev.jdock.runtime.launch.ProcessLimits;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a process of a container may do: its first one, or a further one.
 *
 * @param seccomp null for none
 * @param appArmor the profile; null for none
 */
public record ProcessSecurity(
    CapabilitySet capabilities,
    boolean noNewPrivileges,
    @Nullable SeccompFilter seccomp,
    @Nullable String appArmor) {
  /** What the starter and its child do from the filter on: native/src/main/c/starter.c. */
  private static final List<String> START =
      List.of("chdir", "clone", "execve", "exit_group", "recvfrom", "sendto", "setsid");

  /** What comes after the filter where that has to come first: seccomp(2), "no_new_privs". */
  private static final List<String> CREDENTIALS =
      List.of("capset", "prctl", "setgroups", "setresgid", "setresuid");

  /**
   * @param privileged for this process, whatever the container is
   */
  public static ProcessSecurity of(
      Confinement confinement, Isolation isolation, boolean privileged) {
    boolean all = privileged || isolation.privileged();
    SecurityOptions options = SecurityOptions.withDefaults(isolation.securityOptions());
    CapabilitySet capabilities =
        Capabilities.resolve(
            all, isolation.capAdd(), isolation.capDrop(), CapabilitySet.bounding());
    return new ProcessSecurity(
        capabilities,
        options.noNewPrivileges(),
        all ? null : filter(confinement, options, capabilities),
        // An exec that is privileged stays under the container's profile, as with Docker.
        confinement.appArmor().confining(options.appArmor(), isolation.privileged()));
  }

  private static @Nullable SeccompFilter filter(
      Confinement confinement, SecurityOptions options, CapabilitySet capabilities) {
    if (options.seccompUnconfined()) {
      return null;
    }
    String profile = options.seccompProfile();
    SeccompJson.Parsed parsed = profile == null ? null : SeccompJson.parse(profile);
    if (parsed == null) {
      return confinement.defaultFilter(capabilities);
    }
    requireForTheStart(parsed.profile(), capabilities, options.noNewPrivileges());
    try {
      return SeccompFilter.prepare(parsed.profile(), capabilities, parsed.architectures());
    } catch (IllegalArgumentException e) {
      throw JdockException.invalid("Decoding seccomp profile failed: " + e.getMessage());
    }
  }

  /** The starter is under the filter before it executes the program, and must get that far. */
  private static void requireForTheStart(
      SeccompProfile profile, CapabilitySet capabilities, boolean noNewPrivileges) {
    List<String> missing =
        Stream.concat(START.stream(), noNewPrivileges ? Stream.of() : CREDENTIALS.stream())
            .filter(call -> !profile.permits(call, capabilities))
            .toList();
    if (!missing.isEmpty()) {
      throw JdockException.invalid(
          "seccomp profile: a container cannot be started without "
              + String.join(", ", missing)
              + ": permit them");
    }
  }

  public static ProcessLimits limits(ContainerSpec spec) {
    return limits(spec.resources(), spec.isolation().oomScoreAdj());
  }

  /** Those of one process. */
  public static ProcessLimits limits(Resources resources, int oomScoreAdj) {
    Map<ResourceLimit, ResourceLimit.Limits> limits = new EnumMap<>(ResourceLimit.class);
    for (Ulimit ulimit : resources.ulimits()) {
      limits.put(
          ResourceLimit.valueOf(ulimit.name().toUpperCase(Locale.ROOT)),
          new ResourceLimit.Limits(ulimit.soft(), ulimit.hard()));
    }
    return new ProcessLimits(limits, oomScoreAdj);
  }
}
