package dev.jdock.runtime.network;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.NetworkSettings;
import dev.jdock.linux.netlink.RouteSocket;
import java.net.Inet4Address;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The links inside a container's network namespace: its loopback interface and its endpoints'. */
final class ContainerLinks {
  private static final int LOOPBACK_INDEX = 1;
  private static final int LINK_LOCAL_PREFIX = 16;

  private ContainerLinks() {}

  /**
   * Gives an endpoint's link its addresses.
   *
   * @param linkLocal further addresses, of the network that every link has (RFC 3927)
   * @param wayOut whether its gateway is the container's default route
   */
  static void configure(
      NetworkNamespace netns, Endpoint endpoint, List<String> linkLocal, boolean wayOut) {
    Endpoint _ =
        netns.call(() -> {
          try (RouteSocket inside = RouteSocket.open()) {
            String name = endpoint.link().name();
            withoutIpv6(name);
            int index = inside.link(name).orElseThrow().index();
            inside.configure(
                index,
                endpoint.address(),
                endpoint.prefixLength(),
                wayOut ? endpoint.gateway() : null);
            for (String address : linkLocal) {
              inside.addAddress(index, Subnet.parseAddress(address), LINK_LOCAL_PREFIX);
            }
          }
          return endpoint;
        });
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

  /** Makes an endpoint's gateway the way to all other networks. */
  static void leaveThrough(NetworkNamespace netns, Endpoint endpoint) {
    Inet4Address gateway = endpoint.gateway();
    if (gateway == null) {
      return;
    }
    Endpoint _ =
        netns.call(() -> {
          try (RouteSocket inside = RouteSocket.open()) {
            int index = inside.link(endpoint.link().name()).orElseThrow().index();
            inside.replaceDefaultRoute(gateway, index);
          }
          return endpoint;
        });
  }

  /** The first name with that prefix that no link has. */
  static String freeName(NetworkNamespace netns, String prefix) {
    Set<String> taken =
        netns.call(() -> {
          try (RouteSocket inside = RouteSocket.open()) {
            return inside.links().stream().map(Link::name).collect(Collectors.toSet());
          }
        });
    int number = 0;
    while (taken.contains(prefix + number)) {
      number++;
    }
    return prefix + number;
  }

  /** Whether there is a link of that name. */
  static boolean has(NetworkNamespace netns, String name) {
    return netns.call(() -> {
      try (RouteSocket inside = RouteSocket.open()) {
        return inside.link(name).isPresent();
      }
    });
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
