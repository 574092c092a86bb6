package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All networks there are, by id: the three that every engine has, and users' own. Not thread-safe:
 * {@link Networks} locks.
 */
final class NetworkSet {
  private final Map<String, NetworkDefinition> others = new LinkedHashMap<>();
  private final Map<String, ContainerNetwork> connectable = new LinkedHashMap<>();

  void add(ContainerNetwork network) {
    connectable.put(network.definition().id(), network);
  }

  /** One that no container gets a link to. */
  void add(NetworkDefinition network) {
    others.put(network.id(), network);
  }

  void remove(String id) {
    boolean _ = connectable.remove(id) == null && others.remove(id) == null;
  }

  /** Those that containers get links to. */
  Collection<ContainerNetwork> connectable() {
    return connectable.values();
  }

  /** Those that a container is on. */
  List<ContainerNetwork> of(String containerId) {
    return connectable.values().stream()
        .filter(network -> network.endpoints().find(containerId) != null)
        .toList();
  }

  List<NetworkDefinition> all() {
    List<NetworkDefinition> all = new ArrayList<>(others.values());
    connectable.values().forEach(network -> all.add(network.definition()));
    return all;
  }

  /** Those that networks have, whether or not they are in the kernel. */
  List<Subnet> subnets() {
    return connectable.values().stream()
        .flatMap(network -> network.definition().pools().stream())
        .map(NetworkDefinition.Pool::subnet)
        .toList();
  }

  /** The host's own address on the bridge of a subnet, if it has one. */
  Optional<InetAddress> bridgeAddress(Subnet subnet) {
    return connectable.values().stream()
        .map(ContainerNetwork::definition)
        .filter(network -> network.hasBridgeAddress(subnet.family()))
        .flatMap(network -> network.pools().stream())
        .filter(pool -> pool.subnet().equals(subnet))
        .map(NetworkDefinition.Pool::bridgeAddress)
        .findFirst();
  }

  Optional<NetworkDefinition> named(String name) {
    return all().stream().filter(network -> network.name().equals(name)).findFirst();
  }

  /**
   * As Docker looks one up: by id, by name, by the beginning of an id.
   *
   * @throws JdockException NOT_FOUND, or INVALID where several ids begin so
   */
  NetworkDefinition find(String reference) {
    List<NetworkDefinition> all = all();
    for (NetworkDefinition network : all) {
      if (network.id().equals(reference)) {
        return network;
      }
    }
    Optional<NetworkDefinition> named = named(reference);
    if (named.isPresent()) {
      return named.get();
    }
    List<NetworkDefinition> begun =
        reference.isEmpty()
            ? List.of()
            : all.stream().filter(network -> network.id().startsWith(reference)).toList();
    if (begun.size() > 1) {
      throw JdockException.invalid(
          "network %s is ambiguous (%d matches found based on ID prefix)"
              .formatted(reference, begun.size()));
    }
    if (begun.isEmpty()) {
      throw JdockException.notFound("network " + reference + " not found");
    }
    return begun.getFirst();
  }

  /** The bridge of a network that has one. */
  Optional<BridgeNetwork> bridge(NetworkDefinition network) {
    return connectable.get(network.id()) instanceof BridgeNetwork bridge
        ? Optional.of(bridge)
        : Optional.empty();
  }

  /**
   * The same, of one that containers get links to.
   *
   * @throws JdockException NOT_FOUND or INVALID
   */
  ContainerNetwork connectable(String reference) {
    NetworkDefinition found = find(reference);
    ContainerNetwork network = connectable.get(found.id());
    if (network == null) {
      throw JdockException.invalid("no container can be connected to network " + found.name());
    }
    return network;
  }
}
