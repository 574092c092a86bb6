package dev.jdock.runtime.network.egress;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where containers may go, but for the port. */
sealed interface Destination {
  Pattern NAME = Pattern.compile("(?=.{1,253}$)(?!-)[a-z0-9_-]{1,63}(\\.(?!-)[a-z0-9_-]{1,63})*");
  Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  Pattern NUMBERS = Pattern.compile("[0-9.]+");

  /**
   * What a name of DNS leads to.
   *
   * @param name in small letters
   */
  record Named(String name) implements Destination {}

  /** What all names below one lead to, but not that one's own addresses. */
  record Below(String name) implements Destination {}

  /** The addresses of a subnet, whatever their names. */
  record Subnet(Inet4Address network, int prefixLength) implements Destination {
    boolean contains(Inet4Address address) {
      int mask = prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
      return (number(address) & mask) == number(network);
    }

    private static int number(Inet4Address address) {
      return ByteBuffer.wrap(address.getAddress()).getInt();
    }
  }

  /**
   * Reads {@code data.example.org}, {@code *.example.com}, {@code 192.0.2.1} or {@code
   * 192.0.2.0/24}.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Destination parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.indexOf('/') >= 0 || NUMBERS.matcher(lower).matches()) {
      return subnet(lower);
    }
    if (lower.startsWith("*.") && NAME.matcher(lower.substring(2)).matches()) {
      return new Below(lower.substring(2));
    }
    if (!NAME.matcher(lower).matches()) {
      throw new IllegalArgumentException(
          "it is no name, no *.NAME, no IPv4 address and no IPv4 subnet");
    }
    return new Named(lower);
  }

  private static Subnet subnet(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    String length = slash < 0 ? "32" : text.substring(slash + 1);
    if (!ADDRESS.matcher(address).matches() || !length.matches("[0-9]|[12][0-9]|3[0-2]")) {
      throw new IllegalArgumentException("invalid IPv4 address or subnet");
    }
    Subnet subnet;
    try {
      subnet = new Subnet(Inet4Address.ofLiteral(address), Integer.parseInt(length));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("invalid IPv4 address or subnet", e);
    }
    if (!subnet.contains(subnet.network())) {
      throw new IllegalArgumentException("the subnet has bits of a host");
    }
    return subnet;
  }
}
