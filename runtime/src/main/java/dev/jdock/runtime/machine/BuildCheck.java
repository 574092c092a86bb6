package dev.jdock.runtime.machine;

import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.StepLimits;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoQuote;
import dev.jdock.linux.cgroup.CgroupHierarchy;
import dev.jdock.runtime.container.create.ProcessLimitCheck;
import dev.jdock.runtime.container.create.ResourceCheck;
import dev.jdock.runtime.container.security.SecurityOptions;
import dev.jdock.runtime.container.start.StepSandbox;
import dev.jdock.runtime.engine.Resources;
import java.net.InetAddress;
import java.util.List;

/** What a build asks of the containers of its steps, in the terms of containers. */
final class BuildCheck {
  private BuildCheck() {}

  /**
   * @throws JdockException INVALID for hosts, limits and options that are none, NOT_IMPLEMENTED for
   *     another network than the default one, {@code none} and {@code host}
   */
  static void check(BuildRequest request, CgroupHierarchy cgroups) {
    switch (request.network()) {
      case "default", "none", "host" -> {}
      default ->
          throw JdockException.notImplemented(
              "network mode " + GoQuote.quote(request.network()) + " is not supported by build");
    }
    request.extraHosts().forEach(BuildCheck::host);
    StepLimits limits = request.run().limits();
    if (limits.shmSize() < 0 || limits.shmSize() == Long.MAX_VALUE) {
      throw JdockException.invalid("SHM size can not be less than 0");
    }
    if (limits.cgroupParent().indexOf('\0') >= 0) {
      throw JdockException.invalid("invalid cgroup parent: it contains a NUL");
    }
    Resources resources = StepSandbox.resources(limits);
    resources.ulimits().forEach(ProcessLimitCheck::validate);
    ResourceCheck.validate(resources, cgroups);
    SecurityOptions _ = SecurityOptions.parse(request.run().security());
  }

  /** Docker's sentences about limits that this machine does not honour. */
  static List<String> warnings(BuildRequest request, CgroupHierarchy cgroups) {
    return ResourceCheck.warnings(StepSandbox.resources(request.run().limits()), cgroups);
  }

  private static void host(String name, String address) {
    if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ')) {
      throw JdockException.invalid("bad format for add-host: " + GoQuote.quote(name));
    }
    if (address.equals("host-gateway")) {
      return;
    }
    try {
      InetAddress _ = InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new JdockException(
          JdockException.Kind.INVALID,
          "invalid IP address in add-host: " + GoQuote.quote(address),
          e);
    }
  }
}
