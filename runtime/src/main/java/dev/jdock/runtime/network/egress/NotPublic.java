package dev.jdock.runtime.network.egress;

import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
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
          .map(text -> (Destination.Subnet) Destination.parse(text))
          .toList();

  private NotPublic() {}

  static boolean contains(Inet4Address address) {
    return SUBNETS.stream().anyMatch(subnet -> subnet.contains(address)) || isOwn(address);
  }

  private static boolean isOwn(Inet4Address address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      // Whoever it belongs to: packets to this machine are refused whatever their names.
      return false;
    }
  }
}
