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
import dev.jdock.runtime.network.NetworkDefinition;
import dev.jdock.runtime.network.NetworkDefinitions;
import java.net.InetAddress;
import java.util.List;

/** What a build asks of the containers of its steps, in the terms of containers. */
final class BuildCheck {
  private BuildCheck() {}

  /**
   * @throws JdockException INVALID for hosts, limits and options that are none, NOT_FOUND for a
   *     network that is not there
   */
  static void check(BuildRequest request, CgroupHierarchy cgroups, NetworkDefinitions networks) {
    switch (request.network()) {
      case "default", "none", "host" -> {}
      default -> network(networks.find(request.network()));
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

  private static void network(NetworkDefinition network) {
    if (!network.hasLinks()) {
      throw JdockException.invalid(
          "network " + network.name() + " cannot be used by build: it has no containers");
    }
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
