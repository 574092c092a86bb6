package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.network.egress.Egress;
import java.net.Inet4Address;
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
  private final Set<Inet4Address> leaving = new HashSet<>();

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
   * @param subnet of the existing bridge, if any; endpoints of other subnets are dropped
   */
  void restore(Optional<Subnet> subnet) {
    for (EndpointFiles.Saved saved : files.readAll()) {
      if (subnet.isPresent() && subnet.get().equals(saved.endpoint().subnet())) {
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
    leaving.add(endpoint.address());
  }

  void gone(Endpoint endpoint) {
    leaving.remove(endpoint.address());
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
        .map(saved -> saved.endpoint().hostLink())
        .collect(Collectors.toSet());
  }

  /** Who has an address. */
  Egress.Container owner(Inet4Address address) {
    return connected.values().stream()
        .map(EndpointFiles.Saved::endpoint)
        .filter(endpoint -> endpoint.address().equals(address))
        .findFirst()
        .map(endpoint -> new Egress.Container(endpoint.containerId(), endpoint.containerName()))
        .orElseGet(() -> new Egress.Container("", address.getHostAddress()));
  }

  Set<Inet4Address> takenAddresses() {
    Set<Inet4Address> taken = new HashSet<>(leaving);
    connected.values().forEach(saved -> taken.add(saved.endpoint().address()));
    return taken;
  }
}
