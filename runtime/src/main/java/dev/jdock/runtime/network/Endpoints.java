package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.AddressText;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.runtime.engine.SubnetUse;
import dev.jdock.runtime.network.egress.Egress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The list of a network's endpoints and their ports, by container, in memory and in files. Not
 * thread-safe: {@link Networks} locks.
 */
final class Endpoints {
  private final EndpointFiles files;
  private final String network;
  private final Map<String, EndpointFiles.Saved> connected = new HashMap<>();

  /** Addresses of endpoints whose links are being deleted: not free before that is done. */
  private final Set<InetAddress> leaving = new HashSet<>();

  /**
   * @param network its name
   */
  Endpoints(EndpointFiles files, String network) {
    this.files = files;
    this.network = network;
  }

  /**
   * Adopts the endpoints of an earlier engine.
   *
   * @param subnets of the existing bridge, if any; endpoints of other subnets are dropped
   */
  void restore(List<Subnet> subnets) {
    for (EndpointFiles.Saved saved : files.readAll()) {
      if (saved.endpoint().places().stream().allMatch(place -> subnets.contains(place.subnet()))) {
        connected.put(saved.endpoint().containerId(), saved);
      } else {
        files.delete(saved.endpoint().containerId());
      }
    }
  }

  EndpointFiles.@Nullable Saved find(String containerId) {
    return connected.get(containerId);
  }

  /**
   * @throws JdockException NOT_FOUND when there is no endpoint for it
   */
  EndpointFiles.Saved require(String containerId) {
    EndpointFiles.Saved saved = connected.get(containerId);
    if (saved == null) {
      throw JdockException.notFound(
          "container " + containerId + " is not connected to network " + network);
    }
    return saved;
  }

  void save(EndpointFiles.Saved saved) {
    files.write(saved);
    connected.put(saved.endpoint().containerId(), saved);
  }

  /** Removes it from the list; its address and its file are kept until it is {@link #gone}. */
  void leave(Endpoint endpoint) {
    connected.remove(endpoint.containerId());
    leaving.addAll(endpoint.addresses());
  }

  void gone(Endpoint endpoint) {
    leaving.removeAll(endpoint.addresses());
    if (!connected.containsKey(endpoint.containerId())) {
      files.delete(endpoint.containerId());
    }
  }

  boolean isEmpty() {
    return connected.isEmpty();
  }

  List<EndpointFiles.Saved> all() {
    return List.copyOf(connected.values());
  }

  /** As Docker names them in errors. */
  String shown() {
    return connected.values().stream()
        .map(EndpointFiles.Saved::endpoint)
        .map(endpoint ->
            "name:\"%s\" id:\"%s\""
                .formatted(endpoint.containerName(), endpoint.id().substring(0, 12)))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  List<String> containerIds() {
    return List.copyOf(connected.keySet());
  }

  Set<String> hostLinks() {
    return connected.values().stream()
        .map(EndpointFiles.Saved::endpoint)
        .filter(Endpoint::isPaired)
        .map(Endpoint::hostLink)
        .collect(Collectors.toSet());
  }

  /**
   * The address that a container is to have, of those of a pool.
   *
   * @throws JdockException CONFLICT when the one that it wants is taken, UNAVAILABLE when all are
   */
  InetAddress address(NetworkDefinition of, NetworkDefinition.Pool pool, Wish wish) {
    Set<InetAddress> taken = taken(of, pool);
    Optional<InetAddress> wanted =
        wish.addresses().stream()
            .filter(each -> AddressFamily.of(each) == pool.subnet().family())
            .findFirst();
    if (wanted.isPresent()) {
      if (taken.contains(wanted.get())) {
        throw JdockException.conflict("Address already in use");
      }
      return wanted.get();
    }
    Subnet range = pool.range();
    return pool.subnet()
        .free(range == null ? pool.subnet() : range, taken)
        .orElseThrow(() ->
            new JdockException(
                JdockException.Kind.UNAVAILABLE,
                "no available "
                    + (pool.subnet().family() == AddressFamily.IPV4 ? "IPv4" : "IPv6")
                    + " addresses on this network's address pools: "
                    + of.name()
                    + " ("
                    + of.id()
                    + ")"));
  }

  private Set<InetAddress> taken(NetworkDefinition of, NetworkDefinition.Pool pool) {
    Set<InetAddress> taken = new HashSet<>(takenAddresses());
    of.keptGateway(pool).ifPresent(taken::add);
    taken.addAll(pool.auxiliary().values());
    return taken;
  }

  /** How many addresses of a pool are taken and free. */
  SubnetUse use(NetworkDefinition of, NetworkDefinition.Pool pool) {
    Set<InetAddress> taken = taken(of, pool);
    taken.addAll(pool.subnet().unusable());
    taken.removeIf(address -> !pool.subnet().contains(address));
    Subnet range = pool.range() == null ? pool.subnet() : pool.range();
    long inRange = taken.stream().filter(range::contains).count();
    return new SubnetUse(
        pool.subnet().toString(),
        BigInteger.valueOf(taken.size()),
        range.size().subtract(BigInteger.valueOf(inRange)));
  }

  /** Who has an address. */
  Egress.Container owner(InetAddress address) {
    return connected.values().stream()
        .map(EndpointFiles.Saved::endpoint)
        .filter(endpoint -> endpoint.addresses().contains(address))
        .findFirst()
        .map(endpoint -> new Egress.Container(endpoint.containerId(), endpoint.containerName()))
        .orElseGet(() -> new Egress.Container("", AddressText.of(address)));
  }

  Set<InetAddress> takenAddresses() {
    Set<InetAddress> taken = new HashSet<>(leaving);
    connected.values().forEach(saved -> taken.addAll(saved.endpoint().addresses()));
    return taken;
  }
}
