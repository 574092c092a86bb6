package dev.jdock.runtime.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An IPv4 prefix, {@code 172.17.0.0/16}; the bits of {@code network} behind the prefix are zero.
 */
public record Subnet(Inet4Address network, int prefixLength) {

  public Subnet {
    if (prefixLength < 0 || prefixLength > 32) {
      throw new IllegalArgumentException("prefix length " + prefixLength);
    }
    network = address(number(network) & mask(prefixLength));
  }

  static Subnet parse(String text) {
    int slash = text.indexOf('/');
    return new Subnet(
        parseAddress(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /** A literal address; names are not looked up. */
  static Inet4Address parseAddress(String text) {
    return Inet4Address.ofLiteral(text);
  }

  /** Docker's default pools, in its order: 172.17 to 172.31 by /16, then 192.168 by /20. */
  static List<Subnet> pools() {
    List<Subnet> pools = new ArrayList<>();
    for (int second = 17; second < 32; second++) {
      pools.add(parse("172." + second + ".0.0/16"));
    }
    for (int third = 0; third < 256; third += 16) {
      pools.add(parse("192.168." + third + ".0/20"));
    }
    return pools;
  }

  boolean overlaps(Subnet other) {
    int common = mask(Math.min(prefixLength, other.prefixLength));
    return (number(network) & common) == (number(other.network) & common);
  }

  public boolean contains(Inet4Address address) {
    return overlaps(new Subnet(address, 32));
  }

  /** The first address, which the bridge has. */
  public Inet4Address gateway() {
    return address(number(network) + 1);
  }

  /** The lowest address that is neither the network's, the gateway's, the broadcast's nor taken. */
  Optional<Inet4Address> free(Set<Inet4Address> taken) {
    int end = number(network) | ~mask(prefixLength);
    for (int number = number(network) + 2; number < end; number++) {
      Inet4Address address = address(number);
      if (!taken.contains(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  private static int mask(int prefixLength) {
    return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
  }

  private static int number(Inet4Address address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }

  private static Inet4Address address(int number) {
    try {
      return (Inet4Address) InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(number).array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefixLength;
  }
}
