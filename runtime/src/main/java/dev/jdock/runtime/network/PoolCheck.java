package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.runtime.engine.NetworkRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The subnets that a network is asked for with, in Docker's words where they are wrong. */
final class PoolCheck {
  private static final Pattern PREFIX = Pattern.compile("/[0-9]{1,3}");

  private final NetworkRequest.Pool pool;
  private final List<String> errors = new ArrayList<>();

  private PoolCheck(NetworkRequest.Pool pool) {
    this.pool = pool;
  }

  /**
   * @throws JdockException INVALID with all that is wrong
   */
  static void validate(NetworkRequest.Ipam ipam, boolean ipv4, boolean ipv6) {
    List<String> errors = new ArrayList<>();
    for (NetworkRequest.Pool pool : ipam.pools()) {
      PoolCheck check = new PoolCheck(pool);
      check.run();
      errors.addAll(check.errors);
    }
    if (!errors.isEmpty()) {
      throw JdockException.invalid("invalid network config:", errors);
    }
    List<Subnet> subnets = ipam.pools().stream().map(each -> Subnet.parse(each.subnet())).toList();
    if (ipv4 && count(subnets, AddressFamily.IPV4) > 1
        || ipv6 && count(subnets, AddressFamily.IPV6) > 1) {
      throw JdockException.invalid("bridge driver doesn't support multiple subnets");
    }
    if (ipv6) {
      ipam.pools().forEach(PoolCheck::requireUsable);
    }
  }

  private static long count(List<Subnet> subnets, AddressFamily family) {
    return subnets.stream().filter(subnet -> subnet.family() == family).count();
  }

  /** IPv6 has prefixes that no network of containers can be made of. */
  private static void requireUsable(NetworkRequest.Pool pool) {
    Subnet subnet = Subnet.parse(pool.subnet());
    if (subnet.family() == AddressFamily.IPV4) {
      return;
    }
    if (subnet.network().isMulticastAddress()) {
      throw JdockException.forbidden("multicast subnet '" + subnet + "' is not allowed");
    }
    if (subnet.network().isLinkLocalAddress()) {
      throw JdockException.invalid(
          "link-local subnet '" + subnet + "' is every link's, and cannot be a network's");
    }
    if (subnet.prefixLength() == AddressFamily.IPV6.bits()) {
      throw JdockException.forbidden(
          "failed to allocate gateway (): no available addresses on this pool");
    }
    if (!pool.gateway().isEmpty() && !subnet.isForHosts(Subnet.parseAddress(pool.gateway()))) {
      throw JdockException.forbidden(
          "failed to allocate gateway (" + pool.gateway() + "): Address already in use");
    }
  }

  static boolean isSubnet(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || !PREFIX.matcher(text.substring(slash)).matches()) {
      return false;
    }
    String address = text.substring(0, slash);
    return isAddress(address)
        && Integer.parseInt(text.substring(slash + 1))
            <= AddressFamily.of(Subnet.parseAddress(address)).bits();
  }

  /** IPv4 addresses that are written as IPv6 ones are none. */
  private static boolean isAddress(String text) {
    return AddressCheck.isIpv4(text)
        || AddressCheck.isIpv6(text)
            && !text.contains("%")
            && Subnet.parseAddress(text) instanceof Inet6Address;
  }

  private void run() {
    if (!isSubnet(pool.subnet())) {
      errors.add("invalid subnet " + pool.subnet() + ": invalid CIDR block notation");
      return;
    }
    Subnet subnet = Subnet.parse(pool.subnet());
    if (!isExact(pool.subnet())) {
      errors.add("invalid subnet " + pool.subnet() + ": it should be " + subnet);
    }
    range(subnet);
    if (!pool.gateway().isEmpty()) {
      address("invalid gateway ", pool.gateway(), subnet);
    }
    new TreeMap<>(pool.auxiliary())
        .values()
        .forEach(address -> address("invalid auxiliary address ", address, subnet));
  }

  /** Whether no bits are set behind the prefix. */
  private static boolean isExact(String subnet) {
    InetAddress written = Subnet.parseAddress(subnet.substring(0, subnet.indexOf('/')));
    return Subnet.parse(subnet).network().equals(written);
  }

  private void range(Subnet subnet) {
    String text = pool.range();
    if (text.isEmpty()) {
      return;
    }
    String invalid = "invalid ip-range " + text + ": ";
    if (!isSubnet(text)) {
      errors.add(invalid + "invalid CIDR block notation");
      return;
    }
    Subnet range = Subnet.parse(text);
    if (range.prefixLength() < subnet.prefixLength()) {
      errors.add(invalid + "CIDR block is bigger than its parent subnet " + subnet);
    }
    if (!isExact(text)) {
      errors.add(invalid + "it should be " + range);
    }
    if (!subnet.overlaps(range)) {
      errors.add(invalid + "parent subnet " + subnet + " doesn't contain ip-range");
    }
  }

  private void address(String invalid, String text, Subnet subnet) {
    if (!isAddress(text)) {
      errors.add(invalid + text + ": invalid address");
    } else if (!subnet.contains(Subnet.parseAddress(text))) {
      errors.add(invalid + text + ": parent subnet " + subnet + " doesn't contain this address");
    }
  }

  /** Of a request that is valid. */
  static NetworkDefinition.Ipam ipam(NetworkRequest.Ipam wanted, boolean ipv4, boolean ipv6) {
    return new NetworkDefinition.Ipam(
        "default",
        wanted.options() == null ? null : new TreeMap<>(wanted.options()),
        wanted.pools().stream().map(PoolCheck::definition).toList(),
        ipv4,
        ipv6);
  }

  private static NetworkDefinition.Pool definition(NetworkRequest.Pool wanted) {
    SortedMap<String, InetAddress> auxiliary = new TreeMap<>();
    wanted
        .auxiliary()
        .forEach((name, address) -> auxiliary.put(name, Subnet.parseAddress(address)));
    return new NetworkDefinition.Pool(
        Subnet.parse(wanted.subnet()),
        wanted.gateway().isEmpty() ? null : Subnet.parseAddress(wanted.gateway()),
        wanted.range().isEmpty() ? null : Subnet.parse(wanted.range()),
        auxiliary);
  }
}
