package dev.jdock.runtime.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
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

  /**
   * Reads an address and the length of a prefix; bits of the address behind it are left out.
   *
   * @throws IllegalArgumentException for what is none
   */
  public static Subnet parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("no prefix length: " + text);
    }
    return new Subnet(
        parseAddress(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /** A literal address; names are not looked up. */
  public static Inet4Address parseAddress(String text) {
    return Inet4Address.ofLiteral(text);
  }

  public boolean overlaps(Subnet other) {
    int common = mask(Math.min(prefixLength, other.prefixLength));
    return (number(network) & common) == (number(other.network) & common);
  }

  public boolean contains(Inet4Address address) {
    return overlaps(new Subnet(address, 32));
  }

  /** The first address, which the bridge has unless its maker chose another. */
  public Inet4Address gateway() {
    return address(first());
  }

  /** Whether an interface may have it: not the network's own or the broadcast address. */
  public boolean isForHosts(Inet4Address address) {
    int number = number(address);
    return contains(address) && number >= first() && number <= last();
  }

  /** A network of two addresses or one has neither its own nor one for broadcasts (RFC 3021). */
  private int first() {
    return prefixLength >= 31 ? number(network) : number(network) + 1;
  }

  private int last() {
    int end = number(network) | ~mask(prefixLength);
    return prefixLength >= 31 ? end : end - 1;
  }

  /**
   * The lowest address for a host that is not taken.
   *
   * @param within a part of this subnet, or this subnet itself
   */
  Optional<Inet4Address> free(Subnet within, Set<Inet4Address> taken) {
    int end = Math.min(last(), number(within.network) | ~mask(within.prefixLength));
    for (int number = Math.max(first(), number(within.network)); number <= end; number++) {
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
