package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.LinkAddress;
import dev.jdock.linux.netlink.Route;
import dev.jdock.linux.netlink.RouteSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where subnets for networks come from whose makers named none.
 *
 * @param all in the order in which they are used
 */
record AddressPools(List<AddressPool> all) {
  /** Docker's: 172.17 to 172.31 by /16, then 192.168 by /20. */
  static final List<AddressPool> DOCKERS =
      List.of(
          new AddressPool(Subnet.parse("172.17.0.0/16"), 16),
          new AddressPool(Subnet.parse("172.18.0.0/15"), 16),
          new AddressPool(Subnet.parse("172.20.0.0/14"), 16),
          new AddressPool(Subnet.parse("172.24.0.0/13"), 16),
          new AddressPool(Subnet.parse("192.168.0.0/16"), 20));

  AddressPools {
    all = List.copyOf(all);
  }

  /**
   * Subnets of one size.
   *
   * @param size length of their prefixes
   */
  record AddressPool(Subnet base, int size) {
    Optional<Subnet> first(List<Subnet> used) {
      Optional<Subnet> candidate = base.part(size, null);
      while (candidate.isPresent()) {
        Optional<Subnet> other = used.stream().filter(candidate.get()::overlaps).findFirst();
        if (other.isEmpty()) {
          break;
        }
        candidate = base.part(size, other.get());
      }
      return candidate;
    }
  }

  /**
   * The first that overlaps with no address and no route of this machine.
   *
   * @param taken subnets of networks that need not be in the kernel
   * @throws JdockException UNAVAILABLE when there is none
   */
  Subnet free(AddressFamily family, RouteSocket routes, List<Subnet> taken) {
    List<Subnet> used = new ArrayList<>(taken);
    for (LinkAddress address : routes.addresses()) {
      used.add(new Subnet(address.address(), address.prefixLength()));
    }
    for (Route route : routes.routes()) {
      if (route.destination() != null && route.prefixLength() > 0) {
        used.add(new Subnet(route.destination(), route.prefixLength()));
      }
    }
    used.removeIf(subnet -> subnet.family() != family);
    return all.stream()
        .filter(pool -> pool.base().family() == family)
        .flatMap(pool -> pool.first(used).stream())
        .findFirst()
        .orElseThrow(() ->
            new JdockException(
                JdockException.Kind.UNAVAILABLE,
                "all predefined address pools have been fully subnetted"));
  }
}
