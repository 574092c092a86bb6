package dev.jdock.runtime.network;

import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.MacAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container's connection to a network: a link of its own.
 *
 * @param id 64 hexadecimal digits
 * @param places one or two, of a version of IP each, IPv4 first
 * @param hostLink the other end of its veth pair; empty where it has none: its link is on one of
 *     this machine's
 * @param chosenMac its Ethernet address; null for the one that follows from its address, or,
 *     without a pair, for that of the machine's link
 * @param link what it is to its container
 */
public record Endpoint(
    String id,
    String containerId,
    String containerName,
    List<Place> places,
    String hostLink,
    @Nullable MacAddress chosenMac,
    ContainerLink link) {
  public Endpoint {
    places = List.copyOf(places);
    if (places.isEmpty()) {
      throw new IllegalArgumentException("an endpoint without an address");
    }
  }

  /**
   * What a container sees of an endpoint.
   *
   * @param name of the link inside
   * @param priority of its ways out among those of the container's other endpoints: the highest
   *     counts
   */
  public record ContainerLink(String name, int priority) {
    /** Of a container that has one endpoint. */
    static final ContainerLink USUAL = new ContainerLink("eth0", 0);

    /** Whether it is {@link #USUAL}. To compare records, each process first assembles how. */
    boolean isUsual() {
      return name.equals(USUAL.name) && priority == USUAL.priority;
    }
  }

  /** Where it is by that version of IP, if it has an address there. */
  public Optional<Place> place(AddressFamily family) {
    return places.stream().filter(each -> AddressFamily.of(each.address()) == family).findFirst();
  }

  /** IPv4, unless it has none. */
  public Place first() {
    return places.getFirst();
  }

  public List<InetAddress> addresses() {
    return places.stream().map(Place::address).toList();
  }

  /** The way out by that version of IP, if there is one. */
  Optional<InetAddress> gateway(AddressFamily family) {
    return place(family).map(Place::gateway);
  }

  /** Whether it is an end of a veth pair. */
  boolean isPaired() {
    return !hostLink.isEmpty();
  }

  /**
   * Unless the user chose, as Docker has made it: 02:42 and the address. Empty for one that has no
   * Ethernet address of its own.
   */
  public Optional<MacAddress> mac() {
    return chosenMac == null && isPaired()
        ? Optional.of(MacAddress.of(first().address()))
        : Optional.ofNullable(chosenMac);
  }
}
