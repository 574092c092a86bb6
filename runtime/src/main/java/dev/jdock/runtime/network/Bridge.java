package dev.jdock.runtime.network;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.LinkAddress;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.linux.netlink.RouteSocket;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;

/**
 * The link of a network. Its alias names the state directory and the network it belongs to, so that
 * an engine finds its own again and engines with other directories keep off it.
 *
 * @param mtu of its ports
 */
record Bridge(String name, int index, Subnet subnet, int mtu) {
  private static final int LARGEST_MTU = 1500;
  private static final int MOST_BRIDGES = 1000;
  private static final String PREFIX = "jdock";

  /** The bridge with that alias, if an earlier engine made one. */
  static Optional<Bridge> find(RouteSocket routes, String alias) {
    List<LinkAddress> addresses = routes.addresses();
    for (Link link : routes.links()) {
      if (link.kind().equals("bridge") && link.alias().equals(alias)) {
        for (LinkAddress address : addresses) {
          if (address.linkIndex() == link.index() && address.address() instanceof Inet4Address v4) {
            Subnet subnet = new Subnet(v4, address.prefixLength());
            return Optional.of(new Bridge(link.name(), link.index(), subnet, mtu(routes)));
          }
        }
        // Its maker did not come further.
        routes.deleteLink(link.name());
      }
    }
    return Optional.empty();
  }

  /**
   * Creates a bridge, up, with an address.
   *
   * @param name empty for the next one that is free
   * @param mtu 0 for that of the host's default route, at most 1500
   * @throws SyscallException EEXIST when there is a link of that name
   */
  static Bridge create(
      RouteSocket routes, String name, String alias, Subnet subnet, Inet4Address address, int mtu) {
    MacAddress mac = MacAddress.of(address);
    String made = name.isEmpty() ? createNext(routes, mac) : name;
    if (!name.isEmpty()) {
      routes.createBridge(name, mac);
    }
    try {
      int index = routes.link(made).orElseThrow().index();
      routes.setAlias(index, alias);
      routes.addAddress(index, address, subnet.prefixLength());
      routes.setUp(index);
      return new Bridge(made, index, subnet, mtu == 0 ? mtu(routes) : mtu);
    } catch (RuntimeException e) {
      routes.deleteLink(made);
      throw e;
    }
  }

  Bridge withMtu(int wanted) {
    return wanted == 0 ? this : new Bridge(name, index, subnet, wanted);
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
