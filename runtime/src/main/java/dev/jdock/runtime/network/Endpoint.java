package dev.jdock.runtime.network;

import dev.jdock.linux.netlink.MacAddress;
import java.net.Inet4Address;
import org.jspecify.annotations.Nullable;

/**
 * A container's connection to a network: a link of its own.
 *
 * @param id 64 hexadecimal digits
 * @param hostLink the other end of its veth pair
 * @param chosenMac what the user wants as its Ethernet address; null for the usual one
 * @param link what it is to its container
 */
public record Endpoint(
    String id,
    String containerId,
    String containerName,
    Inet4Address address,
    Subnet subnet,
    String hostLink,
    @Nullable MacAddress chosenMac,
    ContainerLink link) {

  /**
   * What a container sees of an endpoint.
   *
   * @param name of the link inside
   * @param gateway the way out; null where there is none
   * @param priority of that way among those of the container's other endpoints: the highest counts
   */
  public record ContainerLink(String name, @Nullable Inet4Address gateway, int priority) {
    /** Of a container that has one endpoint, on the default network. */
    static ContainerLink usual(Subnet subnet) {
      return new ContainerLink("eth0", subnet.gateway(), 0);
    }
  }

  public Endpoint(
      String id,
      String containerId,
      String containerName,
      Inet4Address address,
      Subnet subnet,
      String hostLink,
      @Nullable MacAddress chosenMac) {
    this(
        id,
        containerId,
        containerName,
        address,
        subnet,
        hostLink,
        chosenMac,
        ContainerLink.usual(subnet));
  }

  /** The way out; null where there is none. */
  public @Nullable Inet4Address gateway() {
    return link.gateway();
  }

  public int prefixLength() {
    return subnet.prefixLength();
  }

  /** Unless the user chose, as Docker makes it: 02:42 and the address. */
  public MacAddress mac() {
    return chosenMac == null ? MacAddress.of(address) : chosenMac;
  }
}
