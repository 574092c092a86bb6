package dev.jdock.runtime.network.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses that a name from outside has no business with: those of this machine, of private
 * networks, of clouds' metadata. A server that answers with them wants to be let in there (DNS
 * rebinding).
 */
final class NotPublic {
  private static final List<Destination.Subnet> SUBNETS =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.168.0.0/16",
              "224.0.0.0/3")
          .map(NotPublic::subnet)
          .toList();

  /** All that is routed in the world by IPv6 (RFC 4291). */
  private static final Destination.Subnet GLOBAL = subnet("2000::/3");

  /** Ways of IPv6 through IPv4 (Teredo, 6to4), which end wherever the rest of the address says. */
  private static final List<Destination.Subnet> TUNNELS =
      List.of(subnet("2001::/32"), subnet("2002::/16"));

  /** What NAT64 makes of addresses of IPv4, which are the last four bytes (RFC 6052). */
  private static final Destination.Subnet TRANSLATED = subnet("64:ff9b::/96");

  private NotPublic() {}

  private static Destination.Subnet subnet(String text) {
    return (Destination.Subnet) Destination.parse(text);
  }

  static boolean contains(InetAddress address) {
    boolean inside =
        address instanceof Inet4Address
            ? SUBNETS.stream().anyMatch(subnet -> subnet.contains(address))
            : isInside(address);
    return inside || isOwn(address);
  }

  private static boolean isInside(InetAddress address) {
    if (TRANSLATED.contains(address)) {
      return contains(last4(address));
    }
    return !GLOBAL.contains(address)
        || TUNNELS.stream().anyMatch(subnet -> subnet.contains(address));
  }

  private static InetAddress last4(InetAddress address) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), 12, 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      // Whoever it belongs to: packets to this machine are refused whatever their names.
      return false;
    }
  }
}
