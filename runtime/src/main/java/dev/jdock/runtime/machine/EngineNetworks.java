package dev.jdock.runtime.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.Networks;
import dev.jdock.runtime.engine.PruneFilter;
import dev.jdock.runtime.engine.Pruned;
import dev.jdock.runtime.network.Subnet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The three networks that every engine has. */
final class EngineNetworks implements Networks {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> FILTERS =
      Set.of("dangling", "driver", "id", "label", "name", "scope", "type");
  private static final String BRIDGE = "bridge";
  private static final String LOCAL = "local";

  private final ContainerParts parts;
  private final Instant created;

  /** A network, none of which has labels. */
  private enum Predefined {
    BRIDGE("bridge", "bridge"),
    HOST("host", "host"),
    NONE("none", "null");

    private final String label;
    private final String driver;

    Predefined(String label, String driver) {
      this.label = label;
      this.driver = driver;
    }
  }

  /**
   * @param created when the engine came to be
   */
  EngineNetworks(ContainerParts parts, Instant created) {
    this.parts = parts;
    this.created = created;
  }

  @Override
  public List<JsonNode> list(Filters filters) {
    filters.require(FILTERS);
    checkUse(filters);
    return List.of(Predefined.values()).stream()
        .filter(network -> matches(network, filters))
        .<JsonNode>map(network -> {
          ObjectNode json = json(network);
          json.putObject("Containers");
          return json;
        })
        .toList();
  }

  /** In the words of moby's daemon/network/filter.go. */
  private static void checkUse(Filters filters) {
    List<String> dangling = filters.get("dangling");
    if (dangling.size() > 1) {
      throw JdockException.invalid("got more than one value for filter key \"dangling\"");
    }
    if (!dangling.isEmpty() && !Set.of("0", "false", "1", "true").contains(dangling.getFirst())) {
      throw JdockException.invalid(
          "invalid value for filter 'dangling', must be \"true\" (or \"1\"), or \"false\" (or"
              + " \"0\")");
    }
    for (String type : filters.get("type")) {
      if (!type.equals("builtin") && !type.equals("custom")) {
        throw JdockException.invalid("invalid filter: 'type'='" + type + "'");
      }
    }
  }

  private boolean matches(Predefined network, Filters filters) {
    return filters.isOneOf("driver", network.driver)
        && filters.matches("name", network.label)
        && (filters.matches("id", id(network)) || filters.matches("id", network.label))
        && filters.hasLabels("label", Map.of())
        && filters.isOneOf("scope", LOCAL)
        && filters.isOneOf("type", "builtin")
        && !filters.truth("dangling", false);
  }

  private String id(Predefined network) {
    return parts.networks.networkId(network.label);
  }

  @Override
  public JsonNode inspect(String network, String scope) {
    Predefined found = find(network);
    if (!scope.isEmpty() && !scope.equals(LOCAL)) {
      throw notFound(network);
    }
    ObjectNode json = json(found);
    ObjectNode containers = json.putObject("Containers");
    for (Container container : parts.registry.all()) {
      if (container.state().running() && isOn(container, found)) {
        containers.set(container.id(), endpoint(container));
      }
    }
    return json;
  }

  private static boolean isOn(Container container, Predefined network) {
    String mode = container.record().spec().networking().mode();
    return network.label.equals(mode.equals("default") ? BRIDGE : mode);
  }

  private ObjectNode endpoint(Container container) {
    ObjectNode json = JSON.objectNode().put("Name", container.name());
    parts
        .networks
        .endpoint(container.id())
        .ifPresentOrElse(
            endpoint ->
                json.put("EndpointID", endpoint.id())
                    .put("MacAddress", endpoint.mac().toString())
                    .put(
                        "IPv4Address",
                        endpoint.address().getHostAddress() + "/" + endpoint.prefixLength()),
            () -> json.put("EndpointID", "").put("MacAddress", "").put("IPv4Address", ""));
    return json.put("IPv6Address", "");
  }

  private ObjectNode json(Predefined network) {
    ObjectNode json = JSON.objectNode().put("Name", network.label).put("Id", id(network));
    json.put("Created", created.toString()).put("Scope", LOCAL).put("Driver", network.driver);
    json.put("EnableIPv4", true).put("EnableIPv6", false);
    ObjectNode ipam = json.putObject("IPAM").put("Driver", "default").putNull("Options");
    Optional<String> bridge =
        network == Predefined.BRIDGE ? parts.networks.bridgeName() : Optional.empty();
    if (bridge.isPresent()) {
      Subnet subnet = parts.networks.subnet();
      ipam.putArray("Config")
          .addObject()
          .put("Subnet", subnet.toString())
          .put("Gateway", subnet.gateway().getHostAddress());
    } else {
      ipam.putArray("Config");
    }
    json.put("Internal", false).put("Attachable", false).put("Ingress", false);
    json.putObject("ConfigFrom").put("Network", "");
    json.put("ConfigOnly", false);
    ObjectNode options = json.putObject("Options");
    bridge.ifPresent(name ->
        options
            .put("com.docker.network.bridge.default_bridge", "true")
            .put("com.docker.network.bridge.name", name));
    json.putObject("Labels");
    return json;
  }

  private Predefined find(String network) {
    List<Predefined> all = List.of(Predefined.values());
    for (Predefined each : all) {
      if (each.label.equals(network) || id(each).equals(network)) {
        return each;
      }
    }
    List<Predefined> begun =
        network.isEmpty()
            ? List.of()
            : all.stream().filter(each -> id(each).startsWith(network)).toList();
    if (begun.size() > 1) {
      throw JdockException.invalid(
          "network %s is ambiguous (%d matches found based on ID prefix)"
              .formatted(network, begun.size()));
    }
    if (begun.isEmpty()) {
      throw notFound(network);
    }
    return begun.getFirst();
  }

  private static JdockException notFound(String network) {
    return JdockException.notFound("network " + network + " not found");
  }

  @Override
  public String create(String name, String driver, Map<String, String> options) {
    for (Predefined network : Predefined.values()) {
      if (network.label.equals(name)) {
        throw forbidden("operation is not permitted on predefined " + name + " network ");
      }
    }
    throw JdockException.notImplemented("networks besides bridge, host and none are not supported");
  }

  @Override
  public void remove(String network) {
    throw forbidden(find(network).label + " is a pre-defined network and cannot be removed");
  }

  private static JdockException forbidden(String message) {
    return new JdockException(JdockException.Kind.FORBIDDEN, message);
  }

  @Override
  public void connect(String network, String container) {
    refuseChange(network, container);
  }

  @Override
  public void disconnect(String network, String container, boolean force) {
    refuseChange(network, container);
  }

  private void refuseChange(String network, String container) {
    Predefined found = find(network);
    Container named = parts.registry.find(container);
    throw JdockException.notImplemented(
        "the networks of a container cannot be changed: " + found.label + " of " + named.name());
  }

  @Override
  public Pruned prune(Filters filters) {
    PruneFilter _ = PruneFilter.of(filters.require(PruneFilter.NAMES), LocalTime.now(parts.clock));
    parts.announce.pruned("network", 0);
    return new Pruned(List.of(), 0);
  }
}
