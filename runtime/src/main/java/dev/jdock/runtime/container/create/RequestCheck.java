package dev.jdock.runtime.container.create;

import static dev.jdock.runtime.container.create.Requirement.require;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.security.KernelSettings;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Isolation;
import java.util.List;

/**
 * All that a request for a container must fulfil whatever the machine has: which other containers,
 * networks, cgroups and images there are is checked elsewhere.
 */
public final class RequestCheck {
  private static final int OOM_SCORES = 1000;
  private static final List<String> RUNTIMES = List.of("", "jdock", "io.jdock");
  private static final List<String> TECHNOLOGIES = List.of("", "default");

  private RequestCheck() {}

  /**
   * Checks a request, with or without defaults filled in.
   *
   * @throws JdockException INVALID in Docker's words
   */
  public static void validate(ContainerSpec spec) {
    CommandCheck.validate(spec);
    isolation(spec.isolation());
    NetworkCheck.validate(spec.networking());
    long shm = spec.storage().shmSize();
    // What is too large for a number comes as the largest one, and in Docker as a negative one.
    require(shm >= 0 && shm < Long.MAX_VALUE, "SHM size can not be less than 0");
    MountCheck.validate(spec.storage());
    spec.resources().ulimits().forEach(ProcessLimitCheck::validate);
  }

  private static void isolation(Isolation isolation) {
    int score = isolation.oomScoreAdj();
    require(
        score >= -OOM_SCORES && score <= OOM_SCORES,
        "Invalid value " + score + ", range for oom score adj is [-1000, 1000]");
    require(
        RUNTIMES.contains(isolation.runtime()), "Unknown runtime specified " + isolation.runtime());
    require(
        TECHNOLOGIES.contains(isolation.technology()),
        "Invalid isolation: \"" + isolation.technology() + "\" - linux only supports 'default'");
    NamespaceModes.validate(isolation.namespaces());
    KernelSettings.validate(isolation.sysctls());
    DeviceCheck.validate(isolation.devices());
  }
}
