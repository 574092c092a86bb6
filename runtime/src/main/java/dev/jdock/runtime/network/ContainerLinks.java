package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.LinkAddress;
import dev.jdock.linux.netlink.NetworkSettings;
import dev.jdock.linux.netlink.RouteSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The links inside a container's network namespace: its loopback interface and its endpoints'. */
final class ContainerLinks {
  private static final String LOOPBACK = "lo";
  private static final int LOOPBACK_INDEX = 1;
  private static final int LINK_LOCAL_PREFIX = 16;
  private static final int LINK_LOCAL_PREFIX_OF_IPV6 = 64;

  private ContainerLinks() {}

  /**
   * Gives an endpoint's link its addresses.
   *
   * @param linkLocal further addresses, of the network that every link has (RFC 3927, RFC 4291)
   * @param wayOut versions of IP of which its gateway is the container's default route
   * @param options settings of the link
   */
  static void configure(
      NetworkNamespace netns,
      Endpoint endpoint,
      List<String> linkLocal,
      Set<AddressFamily> wayOut,
      EndpointOptions options) {
    Endpoint _ =
        netns.call(() -> {
          try (RouteSocket inside = RouteSocket.open()) {
            String name = endpoint.link().name();
            // As Docker does on a network without IPv6: not even link-local addresses.
            Ipv6.turn(name, endpoint.place(AddressFamily.IPV6).isPresent());
            if (!endpoint.isPaired()) {
              announce(endpoint);
            }
            set(endpoint, options.settings());
            int index = inside.link(name).orElseThrow().index();
            inside.configure(
                index, addresses(endpoint, linkLocal, index), gateways(endpoint, wayOut));
          }
          return endpoint;
        });
  }

  /**
   * Machines outside know the Ethernet address that an IP address has had before: the kernel tells
   * them of the new one when the link is up (ip-sysctl: arp_notify, ndisc_notify).
   */
  private static void announce(Endpoint endpoint) {
    String link = endpoint.link().name();
    NetworkSettings.write("ipv4/conf/" + link + "/arp_notify", "1");
    if (endpoint.place(AddressFamily.IPV6).isPresent()) {
      NetworkSettings.write("ipv6/conf/" + link + "/ndisc_notify", "1");
    }
  }

  /** Before it has addresses, which some settings are about. */
  private static void set(Endpoint endpoint, List<EndpointOptions.Setting> settings) {
    for (EndpointOptions.Setting setting : settings) {
      String file = setting.file(endpoint.link().name());
      try {
        NetworkSettings.write(file, setting.value());
      } catch (SyscallException e) {
        throw JdockException.invalid(
            "failed to add interface "
                + (endpoint.isPaired() ? endpoint.hostLink() : endpoint.link().name())
                + " to sandbox: "
                + (e.errno() == Errno.ENOENT
                    ? "/proc/sys/net/" + file + " is not a sysctl file"
                    : e.getMessage()));
      }
    }
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

  /** Those that a network namespace has. */
  static Set<String> names(NetworkNamespace netns) {
    return netns.call(() -> {
      try (RouteSocket inside = RouteSocket.open()) {
        return inside.links().stream().map(Link::name).collect(Collectors.toSet());
      }
    });
  }

  /**
   * What a new link is to be called.
   *
   * @param taken names of others
   * @param chosen empty for the first one with that prefix
   * @throws JdockException CONFLICT for a chosen one that is taken
   */
  static String name(Set<String> taken, String chosen, String prefix) {
    if (!chosen.isEmpty()) {
      if (taken.contains(chosen)) {
        throw JdockException.conflict(
            "failed to add interface to sandbox: error renaming interface to \""
                + chosen
                + "\": file exists");
      }
      return chosen;
    }
    int number = 0;
    while (taken.contains(prefix + number)) {
      number++;
    }
    return prefix + number;
  }

  /**
   * What the links of a new container are to be called; those that were chosen are nobody else's.
   *
   * @throws JdockException CONFLICT for one that is taken
   */
  static List<String> names(List<? extends ContainerNetwork> wanted, List<Wish> wishes) {
    Set<String> taken = new HashSet<>(Set.of(LOOPBACK));
    List<String> names = new ArrayList<>();
    for (Wish wish : wishes) {
      String chosen = wish.options().linkName();
      if (!chosen.isEmpty()) {
        taken.add(name(taken, chosen, ""));
      }
    }
    for (int i = 0; i < wanted.size(); i++) {
      String chosen = wishes.get(i).options().linkName();
      names.add(
          chosen.isEmpty() ? name(taken, "", wanted.get(i).definition().linkPrefix()) : chosen);
      taken.add(names.getLast());
    }
    return names;
  }

  /** Deletes one, if it is there. */
  static void delete(NetworkNamespace netns, String name) {
    boolean _ =
        netns.call(() -> {
          try (RouteSocket inside = RouteSocket.open()) {
            return inside.deleteLink(name);
          }
        });
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
