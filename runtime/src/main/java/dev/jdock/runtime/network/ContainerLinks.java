package dev.jdock.runtime.network;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.NetworkSettings;
import dev.jdock.linux.netlink.RouteSocket;
import java.util.List;

/** The links inside a container's network namespace: its loopback interface and its eth0. */
final class ContainerLinks {
  static final String CONTAINER_LINK = "eth0";
  private static final int LOOPBACK_INDEX = 1;
  private static final int LINK_LOCAL_PREFIX = 16;

  private ContainerLinks() {}

  /** To be called on a thread inside the namespace. */
  static Endpoint configure(Endpoint endpoint) {
    try (RouteSocket inside = RouteSocket.open()) {
      withoutIpv6(CONTAINER_LINK);
      int index = inside.link(CONTAINER_LINK).orElseThrow().index();
      inside.configure(index, endpoint.address(), endpoint.prefixLength(), endpoint.gateway());
      return endpoint;
    }
  }

  /** As Docker does on a network without IPv6: not even link-local addresses. */
  private static void withoutIpv6(String link) {
    try {
      NetworkSettings.write("ipv6/conf/" + link + "/disable_ipv6", "1");
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
      // The kernel has no IPv6.
    }
  }

  static void addLinkLocal(NetworkNamespace netns, List<String> addresses) {
    if (!addresses.isEmpty()) {
      boolean _ =
          netns.call(() -> {
            try (RouteSocket inside = RouteSocket.open()) {
              int index = inside.link(CONTAINER_LINK).orElseThrow().index();
              for (String address : addresses) {
                inside.addAddress(index, Subnet.parseAddress(address), LINK_LOCAL_PREFIX);
              }
              return true;
            }
          });
    }
  }

  static void loopbackUp(NetworkNamespace netns) {
    netns.call(() -> {
      try (RouteSocket inside = RouteSocket.open()) {
        inside.setUp(LOOPBACK_INDEX);
      }
      return netns;
    });
  }
}
