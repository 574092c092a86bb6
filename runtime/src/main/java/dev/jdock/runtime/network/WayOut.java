package dev.jdock.runtime.network;

import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.runtime.engine.PortMapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of a container's networks have the gateways that are its default routes, one of each
 * version of IP: the one of the highest priority, the first by name among equals. Published ports
 * lead there, by the way of IPv4 where there is one.
 */
final class WayOut {
  private final Map<AddressFamily, BridgeNetwork> networks = new EnumMap<>(AddressFamily.class);

  private WayOut() {}

  /** A network that a container is to be on. */
  private record Candidate(NetworkDefinition network, int priority, int index) {}

  /**
   * By index among networks that a container is to be on: the versions of IP of which each is the
   * way.
   */
  static List<Set<AddressFamily>> among(List<BridgeNetwork> wanted, List<Wish> wishes) {
    List<Candidate> candidates = new ArrayList<>();
    List<Set<AddressFamily>> ways = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      candidates.add(new Candidate(wanted.get(i).definition(), wishes.get(i).priority(), i));
      ways.add(EnumSet.noneOf(AddressFamily.class));
    }
    for (AddressFamily family : AddressFamily.values()) {
      candidates.stream()
          .filter(each -> !each.network().isClosed() && each.network().ipam().has(family))
          .max(
              Comparator.comparingInt(Candidate::priority)
                  .thenComparing(each -> each.network().name(), Comparator.reverseOrder()))
          .ifPresent(best -> ways.get(best.index()).add(family));
    }
    return ways;
  }

  /** Among those that it is on. */
  static WayOut of(List<BridgeNetwork> networks, String containerId) {
    WayOut way = new WayOut();
    for (AddressFamily family : AddressFamily.values()) {
      networks.stream()
          .filter(network -> endpoint(network, containerId).gateway(family).isPresent())
          .max(
              Comparator.comparingInt(
                      (BridgeNetwork network) -> endpoint(network, containerId).link().priority())
                  .thenComparing(BridgeNetwork::name, Comparator.reverseOrder()))
          .ifPresent(best -> way.networks.put(family, best));
    }
    return way;
  }

  /** The versions of IP of which a network has the default route. */
  Set<AddressFamily> through(BridgeNetwork network) {
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

  /** Where published ports lead. */
  Optional<BridgeNetwork> ports() {
    return Optional.ofNullable(
        networks.getOrDefault(AddressFamily.IPV4, networks.get(AddressFamily.IPV6)));
  }

  /** Makes the default routes of a container these, where they have been others before. */
  void apply(WayOut before, String containerId, NetworkNamespace netns) {
    networks.forEach((family, network) -> {
      if (!network.equals(before.networks.get(family))) {
        ContainerLinks.leaveThrough(netns, endpoint(network, containerId), family);
      }
    });
  }

  /** Published ports lead here from now on, where they have led elsewhere before. */
  void takePorts(WayOut before, String containerId) {
    Optional<BridgeNetwork> old = before.ports();
    Optional<BridgeNetwork> now = ports();
    if (old.isPresent() && now.isPresent() && !now.equals(old)) {
      List<PortMapping> ports = old.get().endpoints().require(containerId).ports();
      old.get().ports().unpublish(containerId, ports);
      List<PortMapping> _ = now.get().ports().publish(containerId, ports);
    }
  }

  private static Endpoint endpoint(BridgeNetwork network, String containerId) {
    return network.endpoints().require(containerId).endpoint();
  }
}
