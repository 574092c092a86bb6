package dev.jdock.runtime.network;

import dev.jdock.image.text.AddressText;
import dev.jdock.linux.netlink.AddressFamily;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A prefix of addresses, {@code 172.17.0.0/16} or {@code fd00:1::/64}; the bits of {@code network}
 * behind the prefix are zero.
 */
public record Subnet(InetAddress network, int prefixLength) {

  public Subnet {
    if (prefixLength < 0 || prefixLength > AddressFamily.of(network).bits()) {
      throw new IllegalArgumentException("prefix length " + prefixLength);
    }
    network = address(network, number(network).andNot(hostBits(network, prefixLength)));
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
  public static InetAddress parseAddress(String text) {
    return InetAddress.ofLiteral(text);
  }

  /** By hand, since each process would assemble it, which a first container had to wait for. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Subnet subnet
        && prefixLength == subnet.prefixLength
        && network.equals(subnet.network);
  }

  @Override
  public int hashCode() {
    return 31 * network.hashCode() + prefixLength;
  }

  public AddressFamily family() {
    return AddressFamily.of(network);
  }

  public boolean overlaps(Subnet other) {
    int common = Math.min(prefixLength, other.prefixLength);
    return family() == other.family()
        && new Subnet(network, common).network.equals(new Subnet(other.network, common).network);
  }

  public boolean contains(InetAddress address) {
    return overlaps(new Subnet(address, AddressFamily.of(address).bits()));
  }

  /** The first address, which the bridge has unless its maker chose another. */
  public InetAddress gateway() {
    return address(network, first());
  }

  /** Whether an interface may have it: not the network's own or the broadcast address. */
  public boolean isForHosts(InetAddress address) {
    return contains(address)
        && number(address).compareTo(first()) >= 0
        && number(address).compareTo(last()) <= 0;
  }

  /** What no interface may have: its first address, and of IPv4 its last. */
  Set<InetAddress> unusable() {
    return Stream.of(number(network), end())
        .map(number -> address(network, number))
        .filter(address -> !isForHosts(address))
        .collect(Collectors.toSet());
  }

  /** The number of all addresses. */
  BigInteger size() {
    return BigInteger.ONE.shiftLeft(family().bits() - prefixLength);
  }

  /** Whether it has one address or two, and none that is the network's own (RFC 3021, 6164). */
  private boolean isTiny() {
    return prefixLength >= family().bits() - 1;
  }

  private BigInteger first() {
    return isTiny() ? number(network) : number(network).add(BigInteger.ONE);
  }

  /** IPv6 has no addresses for broadcasts. */
  private BigInteger last() {
    BigInteger end = end();
    return isTiny() || family() == AddressFamily.IPV6 ? end : end.subtract(BigInteger.ONE);
  }

  private BigInteger end() {
    return number(network).or(hostBits(network, prefixLength));
  }

  /**
   * The lowest address for a host that is not taken.
   *
   * @param within a part of this subnet, or this subnet itself
   */
  Optional<InetAddress> free(Subnet within, Set<InetAddress> taken) {
    BigInteger end = last().min(within.end());
    BigInteger number = first().max(number(within.network));
    for (; number.compareTo(end) <= 0; number = number.add(BigInteger.ONE)) {
      InetAddress address = address(network, number);
      if (!taken.contains(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  /**
   * The lowest subnet of that size in this one.
   *
   * @param size length of its prefix
   * @param before lies before it; null for the lowest of all
   */
  Optional<Subnet> part(int size, @Nullable Subnet before) {
    BigInteger step = BigInteger.ONE.shiftLeft(family().bits() - size);
    BigInteger least = before == null ? number(network) : before.end().add(BigInteger.ONE);
    BigInteger start = least.add(step).subtract(BigInteger.ONE).divide(step).multiply(step);
    return start.compareTo(end()) > 0
        ? Optional.empty()
        : Optional.of(new Subnet(address(network, start), size));
  }

  private static BigInteger hostBits(InetAddress address, int prefixLength) {
    int bits = AddressFamily.of(address).bits() - prefixLength;
    return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  /**
   * @param model of the same family
   */
  private static InetAddress address(InetAddress model, BigInteger number) {
    int length = AddressFamily.of(model).addressLength();
    byte[] digits = number.toByteArray();
    byte[] bytes = new byte[length];
    int count = Math.min(length, digits.length);
    System.arraycopy(digits, digits.length - count, bytes, length - count, count);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return AddressText.of(network) + "/" + prefixLength;
  }
}
