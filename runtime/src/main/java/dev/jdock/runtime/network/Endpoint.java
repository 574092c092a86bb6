package dev.jdock.runtime.network;

import dev.jdock.linux.netlink.MacAddress;
import java.net.Inet4Address;

/**
 * A container's connection to a network: its {@code eth0}.
 *
 * @param id 64 hexadecimal digits
 * @param hostLink the other end of its veth pair
 */
public record Endpoint(
    String id,
    String containerId,
    String containerName,
    Inet4Address address,
    Subnet subnet,
    String hostLink) {

  public Inet4Address gateway() {
    return subnet.gateway();
  }

  public int prefixLength() {
    return subnet.prefixLength();
  }

  /** As Docker makes it: 02:42 and the address. */
  public MacAddress mac() {
    return MacAddress.of(address);
  }
}
