package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.NetworkRequest;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The subnets that a network is asked for with, in Docker's words where they are wrong. */
final class PoolCheck {
  private static final Pattern PREFIX = Pattern.compile("/(3[0-2]|[12]?[0-9])");

  private final NetworkRequest.Pool pool;
  private final List<String> errors = new ArrayList<>();

  private PoolCheck(NetworkRequest.Pool pool) {
    this.pool = pool;
  }

  /**
   * @throws JdockException INVALID with all that is wrong, NOT_IMPLEMENTED for IPv6
   */
  static void validate(NetworkRequest.Ipam ipam) {
    List<String> errors = new ArrayList<>();
    for (NetworkRequest.Pool pool : ipam.pools()) {
      PoolCheck check = new PoolCheck(pool);
      check.run();
      errors.addAll(check.errors);
    }
    if (!errors.isEmpty()) {
      throw JdockException.invalid("invalid network config:", errors);
    }
    if (ipam.pools().size() > 1) {
      throw JdockException.invalid("bridge driver doesn't support multiple subnets");
    }
  }

  static boolean isSubnet(String text) {
    int slash = text.indexOf('/');
    return slash > 0
        && AddressCheck.isIpv4(text.substring(0, slash))
        && PREFIX.matcher(text.substring(slash)).matches();
  }

  private void run() {
    if (pool.subnet().contains(":")) {
      throw JdockException.notImplemented("IPv6 of networks is not supported yet");
    }
    if (!isSubnet(pool.subnet())) {
      errors.add("invalid subnet " + pool.subnet() + ": invalid CIDR block notation");
      return;
    }
    Subnet subnet = Subnet.parse(pool.subnet());
    if (!subnet.toString().equals(pool.subnet())) {
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
    if (!range.toString().equals(text)) {
      errors.add(invalid + "it should be " + range);
    }
    if (!subnet.overlaps(range)) {
      errors.add(invalid + "parent subnet " + subnet + " doesn't contain ip-range");
    }
  }

  private void address(String invalid, String text, Subnet subnet) {
    if (!AddressCheck.isIpv4(text)) {
      errors.add(invalid + text + ": invalid address");
    } else if (!subnet.contains(Subnet.parseAddress(text))) {
      errors.add(invalid + text + ": parent subnet " + subnet + " doesn't contain this address");
    }
  }

  /** Of a request that is valid. */
  static NetworkDefinition.Ipam ipam(NetworkRequest.Ipam wanted) {
    return new NetworkDefinition.Ipam(
        "default",
        new TreeMap<>(wanted.options()),
        wanted.pools().stream().map(PoolCheck::definition).toList());
  }

  private static NetworkDefinition.Pool definition(NetworkRequest.Pool wanted) {
    SortedMap<String, Inet4Address> auxiliary = new TreeMap<>();
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
