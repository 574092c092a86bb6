package dev.jdock.runtime.network;

import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.LinkAddress;
import dev.jdock.linux.netlink.RouteSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The links inside a container's network namespace: its loopback interface and its endpoints'. */
final class ContainerLinks {
  private static final int LOOPBACK_INDEX = 1;
  private static final int LINK_LOCAL_PREFIX = 16;
  private static final int LINK_LOCAL_PREFIX_OF_IPV6 = 64;

  private ContainerLinks() {}

  /**
   * Gives an endpoint's link its addresses.
   *
   * @param linkLocal further addresses, of the network that every link has (RFC 3927, RFC 4291)
   * @param wayOut versions of IP of which its gateway is the container's default route
   */
  static void configure(
      NetworkNamespace netns,
      Endpoint endpoint,
      List<String> linkLocal,
      Set<AddressFamily> wayOut) {
    Endpoint _ =
        netns.call(() -> {
          try (RouteSocket inside = RouteSocket.open()) {
            String name = endpoint.link().name();
            // As Docker does on a network without IPv6: not even link-local addresses.
            Ipv6.turn(name, endpoint.place(AddressFamily.IPV6).isPresent());
            int index = inside.link(name).orElseThrow().index();
            inside.configure(
                index, addresses(endpoint, linkLocal, index), gateways(endpoint, wayOut));
          }
          return endpoint;
        });
  }

  private static List<LinkAddress> addresses(Endpoint endpoint, List<String> linkLocal, int index) {
    List<LinkAddress> all = new ArrayList<>();
    for (Place place : endpoint.places()) {
      all.add(new LinkAddress(index, place.address(), place.prefixLength()));
    }
    for (String text : linkLocal) {
      InetAddress address = Subnet.parseAddress(text);
      boolean old = AddressFamily.of(address) == AddressFamily.IPV4;
      all.add(new LinkAddress(index, address, old ? LINK_LOCAL_PREFIX : LINK_LOCAL_PREFIX_OF_IPV6));
    }
    return all;
  }

  private static List<InetAddress> gateways(Endpoint endpoint, Set<AddressFamily> wayOut) {
    return Stream.of(AddressFamily.values())
        .filter(wayOut::contains)
        .flatMap(family -> endpoint.gateway(family).stream())
        .toList();
  }

  /** Makes an endpoint's gateway the way to all other networks of a version of IP. */
  static void leaveThrough(NetworkNamespace netns, Endpoint endpoint, AddressFamily family) {
    Optional<InetAddress> gateway = endpoint.gateway(family);
    if (gateway.isEmpty()) {
      return;
    }
    Endpoint _ =
        netns.call(() -> {
          try (RouteSocket inside = RouteSocket.open()) {
            int index = inside.link(endpoint.link().name()).orElseThrow().index();
            inside.replaceDefaultRoute(gateway.get(), index);
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
