package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.LinkAddress;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.linux.netlink.Route;
import dev.jdock.linux.netlink.RouteSocket;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The link of the default network. Its alias names the state directory it belongs to, so that an
 * engine finds its own again and engines with other directories keep off it.
 *
 * @param mtu of its ports: that of the host's default route, at most 1500
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

  /** Creates a bridge, up, with the first address of a subnet that is not used on this machine. */
  static Bridge create(RouteSocket routes, String alias) {
    Subnet subnet = freeSubnet(routes);
    String name = createLink(routes, MacAddress.of(subnet.gateway()));
    try {
      int index = routes.link(name).orElseThrow().index();
      routes.setAlias(index, alias);
      routes.addAddress(index, subnet.gateway(), subnet.prefixLength());
      routes.setUp(index);
      return new Bridge(name, index, subnet, mtu(routes));
    } catch (RuntimeException e) {
      routes.deleteLink(name);
      throw e;
    }
  }

  private static String createLink(RouteSocket routes, MacAddress mac) {
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

  private static Subnet freeSubnet(RouteSocket routes) {
    List<Subnet> used = new ArrayList<>();
    for (LinkAddress address : routes.addresses()) {
      if (address.address() instanceof Inet4Address v4) {
        used.add(new Subnet(v4, address.prefixLength()));
      }
    }
    for (Route route : routes.routes()) {
      if (route.destination() instanceof Inet4Address v4 && route.prefixLength() > 0) {
        used.add(new Subnet(v4, route.prefixLength()));
      }
    }
    return Subnet.pools().stream()
        .filter(pool -> used.stream().noneMatch(pool::overlaps))
        .findFirst()
        .orElseThrow(() ->
            new JdockException(
                JdockException.Kind.UNAVAILABLE,
                "could not find an available, non-overlapping IPv4 address pool among the"
                    + " defaults to assign to the network"));
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
