package dev.jdock.runtime.network.egress;

import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.NfExpression;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where containers may go, but for the port. */
sealed interface Destination {
  Pattern NAME = Pattern.compile("(?=.{1,253}$)(?!-)[a-z0-9_-]{1,63}(\\.(?!-)[a-z0-9_-]{1,63})*");
  Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  /**
   * What Java reads besides, a zone behind a percent sign, means something on this machine only.
   */
  Pattern ADDRESS_OF_IPV6 = Pattern.compile("[0-9a-f:.]{2,45}");

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
  record Subnet(InetAddress network, int prefixLength) implements Destination {
    AddressFamily family() {
      return AddressFamily.of(network);
    }

    boolean contains(InetAddress address) {
      return AddressFamily.of(address) == family()
          && Arrays.equals(masked(address.getAddress()), network.getAddress());
    }

    private byte[] masked(byte[] address) {
      byte[] mask = NfExpression.mask(family(), prefixLength);
      for (int i = 0; i < address.length; i++) {
        address[i] &= mask[i];
      }
      return address;
    }
  }

  /**
   * Reads {@code data.example.org}, {@code *.example.com}, {@code 192.0.2.1}, {@code 192.0.2.0/24},
   * {@code 2001:db8::1} or {@code 2001:db8::/32}.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Destination parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.indexOf('/') >= 0 || lower.indexOf(':') >= 0 || NUMBERS.matcher(lower).matches()) {
      return subnet(lower);
    }
    if (lower.startsWith("*.") && NAME.matcher(lower.substring(2)).matches()) {
      return new Below(lower.substring(2));
    }
    if (!NAME.matcher(lower).matches()) {
      throw new IllegalArgumentException("it is no name, no *.NAME, no IP address and no subnet");
    }
    return new Named(lower);
  }

  private static Subnet subnet(String text) {
    int slash = text.indexOf('/');
    InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
    int bits = AddressFamily.of(address).bits();
    String length = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
    if (!length.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(length) > bits) {
      throw new IllegalArgumentException("invalid IP address or subnet");
    }
    Subnet subnet = new Subnet(address, Integer.parseInt(length));
    if (!subnet.contains(subnet.network())) {
      throw new IllegalArgumentException("the subnet has bits of a host");
    }
    return subnet;
  }

  private static InetAddress address(String text) {
    boolean six = text.indexOf(':') >= 0;
    if (!(six ? ADDRESS_OF_IPV6 : ADDRESS).matcher(text).matches()) {
      throw new IllegalArgumentException("invalid IP address or subnet");
    }
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("invalid IP address or subnet", e);
    }
    if (six && address instanceof Inet4Address) {
      // Packets that go there are of IPv4.
      throw new IllegalArgumentException("write the IPv4 address that it stands for");
    }
    return address;
  }
}
