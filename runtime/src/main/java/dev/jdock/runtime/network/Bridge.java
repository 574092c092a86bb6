package dev.jdock.runtime.network;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.LinkAddress;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.linux.netlink.RouteSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The link of a network. Its alias names the state directory and the network it belongs to, so that
 * an engine finds its own again and engines with other directories keep off it.
 *
 * @param pools of which it has its addresses
 * @param mtu of its ports
 */
record Bridge(String name, int index, List<NetworkDefinition.Pool> pools, int mtu) {
  private static final int LARGEST_MTU = 1500;
  private static final int MOST_BRIDGES = 1000;
  private static final String PREFIX = "jdock";

  Bridge {
    pools = List.copyOf(pools);
  }

  /** What an earlier engine made, if it did. */
  record Found(String name, int index, List<LinkAddress> addresses) {}

  /** The bridge with that alias, if an earlier engine made one. */
  static Optional<Found> find(RouteSocket routes, String alias) {
    for (Link link : routes.links()) {
      if (link.kind().equals("bridge") && link.alias().equals(alias)) {
        List<LinkAddress> addresses = addresses(routes, link.index());
        if (!addresses.isEmpty()) {
          return Optional.of(new Found(link.name(), link.index(), addresses));
        }
        // Its maker did not come further.
        routes.deleteLink(link.name());
      }
    }
    return Optional.empty();
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
   * @param mtu 0 for that of the host's default route, at most 1500
   * @throws SyscallException EEXIST when there is a link of that name
   */
  static Bridge create(
      RouteSocket routes, String name, String alias, List<NetworkDefinition.Pool> pools, int mtu) {
    MacAddress mac = MacAddress.of(pools.getFirst().bridgeAddress());
    String made = name.isEmpty() ? createNext(routes, mac) : name;
    if (!name.isEmpty()) {
      routes.createBridge(name, mac);
    }
    try {
      int index = routes.link(made).orElseThrow().index();
      routes.setAlias(index, alias);
      Bridge bridge = new Bridge(made, index, pools, mtu == 0 ? mtu(routes) : mtu);
      bridge.complete(routes);
      return bridge;
    } catch (RuntimeException e) {
      routes.deleteLink(made);
      throw e;
    }
  }

  /** One that an earlier engine has made. */
  static Bridge of(RouteSocket routes, Found found, List<NetworkDefinition.Pool> pools, int mtu) {
    Bridge bridge = new Bridge(found.name(), found.index(), pools, mtu == 0 ? mtu(routes) : mtu);
    bridge.complete(routes);
    return bridge;
  }

  /** Gives it the addresses that it does not have: somebody may have flushed them. */
  void complete(RouteSocket routes) {
    List<InetAddress> there = addresses(routes, index).stream().map(LinkAddress::address).toList();
    for (NetworkDefinition.Pool pool : pools) {
      InetAddress address = pool.bridgeAddress();
      if (!there.contains(address)) {
        if (!(address instanceof Inet4Address)) {
          Ipv6.enableOn(name);
        }
        routes.addAddress(index, address, pool.subnet().prefixLength());
      }
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
    return routes.routes().stream()
        .filter(route -> route.gateway() instanceof Inet4Address && route.prefixLength() == 0)
        .flatMap(route -> links.stream().filter(link -> link.index() == route.linkIndex()))
        .mapToInt(Link::mtu)
        .min()
        .stream()
        .map(mtu -> Math.min(mtu, LARGEST_MTU))
        .findFirst()
        .orElse(LARGEST_MTU);
  }
}
