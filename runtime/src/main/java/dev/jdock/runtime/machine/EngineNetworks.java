package dev.jdock.runtime.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.life.ConnectContainer;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.NetworkRequest;
import dev.jdock.runtime.engine.Networking.Attachment;
import dev.jdock.runtime.engine.Networks;
import dev.jdock.runtime.engine.PruneFilter;
import dev.jdock.runtime.engine.Pruned;
import dev.jdock.runtime.engine.SubnetUse;
import dev.jdock.runtime.network.NetworkDefinition;
import dev.jdock.runtime.network.NetworkDefinitions;
import dev.jdock.runtime.network.NewNetwork;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Networks and the containers that are on them. */
final class EngineNetworks implements Networks {
  private static final Set<String> FILTERS =
      Set.of("dangling", "driver", "id", "label", "name", "scope", "type");

  private final ContainerParts parts;
  private final NetworkDocuments documents;

  EngineNetworks(ContainerParts parts) {
    this.parts = parts;
    this.documents = new NetworkDocuments(parts);
  }

  private NetworkDefinitions definitions() {
    return parts.networks.definitions();
  }

  @Override
  public List<JsonNode> list(Filters filters) {
    filters.require(FILTERS);
    checkUse(filters);
    Set<String> used = used();
    return definitions().all().stream()
        .filter(network -> matches(network, filters, used))
        .<JsonNode>map(network -> documents.of(network, JsonNodeFactory.instance.objectNode()))
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

  private boolean matches(NetworkDefinition network, Filters filters, Set<String> used) {
    boolean builtin = definitions().isPredefined(network);
    boolean dangling = !builtin && !used.contains(network.name());
    return filters.isOneOf("driver", network.driver())
        && filters.matches("name", network.name())
        && (filters.matches("id", network.id()) || filters.matches("id", network.name()))
        && filters.hasLabels("label", network.labels())
        && filters.isOneOf("scope", network.scope())
        && filters.isOneOf("type", builtin ? "builtin" : "custom")
        && (!filters.has("dangling") || filters.truth("dangling", false) == dangling);
  }

  /** Names of the networks that containers which run are on, and those others are made of. */
  private Set<String> used() {
    Set<String> used = new HashSet<>();
    for (NetworkDefinition network : definitions().all()) {
      if (!definitions().endpoints(network).isEmpty()) {
        used.add(network.name());
      }
    }
    return used;
  }

  @Override
  public JsonNode inspect(String network, String scope) {
    NetworkDefinition found = definitions().find(network);
    if (!scope.isEmpty() && !scope.equals(found.scope())) {
      throw JdockException.notFound("network " + network + " not found");
    }
    return documents.of(found, documents.containers(found));
  }

  @Override
  public List<SubnetUse> use(String network) {
    return definitions().use(definitions().find(network));
  }

  @Override
  public String create(NetworkRequest request) {
    NetworkDefinition made =
        definitions()
            .create(NewNetwork.of(request, parts.networks.defaults(), parts.clock.instant()));
    parts.announce.network("create", made.id(), made.name(), made.driver());
    return made.id();
  }

  @Override
  public void remove(String network) {
    NetworkDefinition gone = definitions().remove(network);
    parts.announce.network("destroy", gone.id(), gone.name(), gone.driver());
  }

  @Override
  public void connect(String network, String container, Attachment wanted) {
    Container found = parts.registry.find(container);
    connection(found).connect(definitions().find(network), wanted);
  }

  @Override
  public void disconnect(String network, String container, boolean force) {
    Container found;
    try {
      found = parts.registry.find(container);
    } catch (JdockException e) {
      if (!force) {
        throw e;
      }
      NetworkDefinition _ = definitions().find(network);
      throw JdockException.notFound("endpoint " + container + " not found");
    }
    NetworkDefinition left;
    try {
      left = definitions().find(network);
    } catch (JdockException e) {
      if (e.kind() != JdockException.Kind.NOT_FOUND) {
        throw e;
      }
      connection(found).forget(network);
      return;
    }
    connection(found).disconnect(left, force);
  }

  private ConnectContainer connection(Container container) {
    return new ConnectContainer(parts.networks, parts.etc, parts.nameServers, container);
  }

  @Override
  public Pruned prune(Filters filters) {
    PruneFilter wanted =
        PruneFilter.of(filters.require(PruneFilter.NAMES), LocalTime.now(parts.clock));
    List<String> removed = new ArrayList<>();
    for (NetworkDefinition network : definitions().all()) {
      boolean goes =
          !definitions().isPredefined(network)
              && !network.configOnly()
              && wanted.matches(network.created(), network.labels());
      if (goes && isRemoved(network)) {
        removed.add(network.name());
      }
    }
    parts.announce.pruned("network", 0);
    return new Pruned(removed, 0);
  }

  /** Somebody may have connected to it, or removed it, in the meantime. */
  private boolean isRemoved(NetworkDefinition network) {
    try {
      remove(network.id());
      return true;
    } catch (JdockException inUse) {
      return false;
    }
  }
}
