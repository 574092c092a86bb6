package dev.jdock.runtime.network;

import dev.jdock.linux.netlink.MacAddress;
import java.net.Inet4Address;
import org.jspecify.annotations.Nullable;

/**
 * A container's connection to a network: its {@code eth0}.
 *
 * @param id 64 hexadecimal digits
 * @param hostLink the other end of its veth pair
 * @param chosenMac what the user wants as its Ethernet address; null for the usual one
 */
public record Endpoint(
    String id,
    String containerId,
    String containerName,
    Inet4Address address,
    Subnet subnet,
    String hostLink,
    @Nullable MacAddress chosenMac) {

  public Inet4Address gateway() {
    return subnet.gateway();
  }

  public int prefixLength() {
    return subnet.prefixLength();
  }

  /** Unless the user chose, as Docker makes it: 02:42 and the address. */
  public MacAddress mac() {
    return chosenMac == null ? MacAddress.of(address) : chosenMac;
  }
}
