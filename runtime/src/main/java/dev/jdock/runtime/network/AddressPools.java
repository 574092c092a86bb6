package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.netlink.LinkAddress;
import dev.jdock.linux.netlink.Route;
import dev.jdock.linux.netlink.RouteSocket;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;

/** Subnets for networks whose makers named none. */
final class AddressPools {
  private AddressPools() {}

  /** Docker's, in its order: 172.17 to 172.31 by /16, then 192.168 by /20. */
  static List<Subnet> all() {
    List<Subnet> pools = new ArrayList<>();
    for (int second = 17; second < 32; second++) {
      pools.add(Subnet.parse("172." + second + ".0.0/16"));
    }
    for (int third = 0; third < 256; third += 16) {
      pools.add(Subnet.parse("192.168." + third + ".0/20"));
    }
    return pools;
  }

  /**
   * The first that overlaps with no address and no route of this machine.
   *
   * @param taken subnets of networks that need not be in the kernel
   * @throws JdockException UNAVAILABLE when there is none
   */
  static Subnet free(RouteSocket routes, List<Subnet> taken) {
    List<Subnet> used = new ArrayList<>(taken);
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
    return all().stream()
        .filter(pool -> used.stream().noneMatch(pool::overlaps))
        .findFirst()
        .orElseThrow(() ->
            new JdockException(
                JdockException.Kind.UNAVAILABLE,
                "all predefined address pools have been fully subnetted"));
  }
}
