package dev.jdock.runtime.network;

import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.AddressFamily;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which of a container's networks have the gateways that are its default routes, one of each
 * version of IP: the one of the highest priority, the first by name among equals. Published ports
 * lead there.
 */
final class WayOut {
  private final Map<AddressFamily, ContainerNetwork> networks = new EnumMap<>(AddressFamily.class);

  private WayOut() {}

  /** A network that a container is to be on. */
  private record Candidate(NetworkDefinition network, int priority, int index)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byPriority = Integer.compare(priority, other.priority);
      return byPriority != 0 ? byPriority : other.network.name().compareTo(network.name());
    }
  }

  /**
   * By index among networks that a container is to be on: the versions of IP of which each is the
   * way.
   */
  static List<Set<AddressFamily>> among(List<ContainerNetwork> wanted, List<Wish> wishes) {
    List<Candidate> candidates = new ArrayList<>();
    List<Set<AddressFamily>> ways = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      candidates.add(new Candidate(wanted.get(i).definition(), wishes.get(i).priority(), i));
      ways.add(EnumSet.noneOf(AddressFamily.class));
    }
    for (AddressFamily family : AddressFamily.values()) {
      candidates.stream()
          .filter(each -> !each.network().isClosed() && each.network().ipam().has(family))
          .max(Candidate::compareTo)
          .ifPresent(best -> ways.get(best.index()).add(family));
    }
    return ways;
  }

  /** Among those that it is on. */
  static WayOut of(List<ContainerNetwork> networks, String containerId) {
    WayOut way = new WayOut();
    for (AddressFamily family : AddressFamily.values()) {
      networks.stream()
          .filter(network -> endpoint(network, containerId).gateway(family).isPresent())
          .max((one, other) -> compare(one, other, containerId))
          .ifPresent(best -> way.networks.put(family, best));
    }
    return way;
  }

  /** The higher priority, then the earlier name. */
  private static int compare(ContainerNetwork one, ContainerNetwork other, String containerId) {
    int byPriority =
        Integer.compare(
            endpoint(one, containerId).link().priority(),
            endpoint(other, containerId).link().priority());
    return byPriority == 0 ? other.name().compareTo(one.name()) : byPriority;
  }

  /** The versions of IP of which a network has the default route. */
  Set<AddressFamily> through(ContainerNetwork network) {
    Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
    networks.forEach((family, each) -> {
      if (each.equals(network)) {
        families.add(family);
      }
    });
    return families;
  }

  boolean isSomewhere() {
    return !networks.isEmpty();
  }

  /** That of IPv4, or the only one. */
  Optional<ContainerNetwork> main() {
    return Optional.ofNullable(
        networks.getOrDefault(AddressFamily.IPV4, networks.get(AddressFamily.IPV6)));
  }

  /** Where ports lead that are published on this machine's addresses of a version of IP. */
  Optional<EndpointPorts> ports(AddressFamily family) {
    ContainerNetwork own = networks.get(family);
    return Optional.ofNullable(own).or(this::main).flatMap(ContainerNetwork::ports);
  }

  /** Whether ports lead by the same networks. */
  boolean hasPortsOf(WayOut other) {
    return Stream.of(AddressFamily.values())
        .allMatch(family -> ports(family).equals(other.ports(family)));
  }

  /** Makes the default routes of a container these, where they have been others before. */
  void apply(WayOut before, String containerId, NetworkNamespace netns) {
    networks.forEach((family, network) -> {
      if (!network.equals(before.networks.get(family))) {
        ContainerLinks.leaveThrough(netns, endpoint(network, containerId), family);
      }
    });
  }

  private static Endpoint endpoint(ContainerNetwork network, String containerId) {
    return network.endpoints().require(containerId).endpoint();
  }
}
