package dev.jdock.runtime.network;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.LinkAddress;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.linux.netlink.Route;
import dev.jdock.linux.netlink.RouteSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The link of a network. Its alias names the state directory and the network it belongs to, so that
 * an engine finds its own again and engines with other directories keep off it.
 *
 * @param plan what it is to be
 */
record Bridge(String name, int index, Plan plan) {
  private static final int LARGEST_MTU = 1500;
  private static final int MOST_BRIDGES = 1000;
  private static final String PREFIX = "jdock";

  /**
   * What a bridge is to be.
   *
   * @param pools of which its containers have their addresses
   * @param own those of which it has an address itself
   * @param mtu of its ports; 0 for that of the host's default route, at most 1500
   */
  record Plan(List<NetworkDefinition.Pool> pools, List<NetworkDefinition.Pool> own, int mtu) {
    Plan {
      pools = List.copyOf(pools);
      own = List.copyOf(own);
    }

    private boolean isWithoutIpv6() {
      return has(pools) && !has(own);
    }

    private static boolean has(List<NetworkDefinition.Pool> some) {
      return some.stream().anyMatch(pool -> pool.subnet().family() == AddressFamily.IPV6);
    }

    private Plan complete(RouteSocket routes) {
      return mtu == 0 ? new Plan(pools, own, Bridge.mtu(routes)) : this;
    }
  }

  List<NetworkDefinition.Pool> pools() {
    return plan.pools();
  }

  int mtu() {
    return plan.mtu();
  }

  /** What an earlier engine made, if it did. */
  record Found(String name, int index, List<LinkAddress> addresses) {}

  /** The bridge with that alias, if an earlier engine made one. */
  static Optional<Found> find(RouteSocket routes, String alias) {
    for (Link link : routes.links()) {
      if (link.kind().equals("bridge") && link.alias().equals(alias)) {
        return Optional.of(new Found(link.name(), link.index(), addresses(routes, link.index())));
      }
    }
    return Optional.empty();
  }

  /** The pool that an address of a bridge is of. */
  static NetworkDefinition.Pool pool(LinkAddress address) {
    return new NetworkDefinition.Pool(
        new Subnet(address.address(), address.prefixLength()),
        address.address(),
        null,
        new TreeMap<>());
  }

  /** Those that were given to it: not the one that the kernel gives to every link. */
  private static List<LinkAddress> addresses(RouteSocket routes, int index) {
    return routes.addresses().stream()
        .filter(each -> each.linkIndex() == index && !each.address().isLinkLocalAddress())
        .toList();
  }

  /**
   * Creates a bridge, up, with its addresses.
   *
   * @param name empty for the next one that is free
   * @throws SyscallException EEXIST when there is a link of that name
   */
  static Bridge create(RouteSocket routes, String name, String alias, Plan plan) {
    MacAddress mac = MacAddress.of(plan.pools().getFirst().bridgeAddress());
    String made = name.isEmpty() ? createNext(routes, mac) : name;
    if (!name.isEmpty()) {
      routes.createBridge(name, mac);
    }
    try {
      int index = routes.link(made).orElseThrow().index();
      routes.setAlias(index, alias);
      Bridge bridge = new Bridge(made, index, plan.complete(routes));
      bridge.complete(routes);
      return bridge;
    } catch (RuntimeException e) {
      routes.deleteLink(made);
      throw e;
    }
  }

  /** One that an earlier engine has made. */
  static Bridge of(RouteSocket routes, Found found, Plan plan) {
    Bridge bridge = new Bridge(found.name(), found.index(), plan.complete(routes));
    bridge.complete(routes);
    return bridge;
  }

  /** Gives it the addresses that it does not have: somebody may have flushed them. */
  void complete(RouteSocket routes) {
    List<InetAddress> there = addresses(routes, index).stream().map(LinkAddress::address).toList();
    for (NetworkDefinition.Pool pool : plan.own()) {
      InetAddress address = pool.bridgeAddress();
      if (!there.contains(address)) {
        if (!(address instanceof Inet4Address)) {
          Ipv6.enableOn(name);
        }
        routes.addAddress(index, address, pool.subnet().prefixLength());
      }
    }
    if (plan.isWithoutIpv6()) {
      // Not even one of the link's own, by which the containers would reach this machine.
      Ipv6.turn(name, false);
    }
    routes.setUp(index);
  }

  /** Whether it is still what it was: somebody may have deleted it. */
  boolean isThere(RouteSocket routes) {
    return routes.link(name).filter(link -> link.index() == index).isPresent();
  }

  private static String createNext(RouteSocket routes, MacAddress mac) {
    for (int number = 0; number < MOST_BRIDGES; number++) {
      String name = PREFIX + number;
      try {
        routes.createBridge(name, mac);
        return name;
      } catch (SyscallException e) {
        if (e.errno() != Errno.EEXIST) {
          throw e;
        }
      }
    }
    throw new IllegalStateException("there are " + MOST_BRIDGES + " jdock bridges");
  }

  private static int mtu(RouteSocket routes) {
    List<Link> links = routes.links();
    int smallest = LARGEST_MTU;
    for (Route route : routes.routes()) {
      boolean isDefault = route.gateway() instanceof Inet4Address && route.prefixLength() == 0;
      for (Link link : links) {
        if (isDefault && link.index() == route.linkIndex()) {
          smallest = Math.min(smallest, link.mtu());
        }
      }
    }
    return smallest;
  }
}
