package dev.jdock.runtime.machine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.text.AddressText;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.network.Endpoint;
import dev.jdock.runtime.network.NetworkDefinition;
import dev.jdock.runtime.network.egress.Egress;
import dev.jdock.runtime.network.egress.Refusal;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Networks in the Docker Engine API's words. */
final class NetworkDocuments {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ContainerParts parts;

  NetworkDocuments(ContainerParts parts) {
    this.parts = parts;
  }

  /**
   * A network.
   *
   * @param containers what stands for those that are on it
   */
  ObjectNode of(NetworkDefinition network, ObjectNode containers) {
    ObjectNode json = JSON.objectNode().put("Name", network.name()).put("Id", network.id());
    json.put("Created", network.created().toString()).put("Scope", network.scope());
    json.put("Driver", network.driver());
    json.put("EnableIPv4", network.ipam().ipv4()).put("EnableIPv6", network.ipam().ipv6());
    json.set("IPAM", ipam(network));
    json.put("Internal", network.internal()).put("Attachable", network.attachable());
    json.put("Ingress", false);
    json.putObject("ConfigFrom").put("Network", network.configFrom());
    json.put("ConfigOnly", network.configOnly());
    json.set("Containers", containers);
    SortedMap<String, String> options = new TreeMap<>(network.options());
    if (network.name().equals(NetworkDefinition.DEFAULT)) {
      Optional<String> bridge = parts.networks.definitions().bridgeName(network);
      bridge.ifPresent(name -> {
        options.put("com.docker.network.bridge.default_bridge", "true");
        options.put("com.docker.network.bridge.name", name);
      });
    }
    ObjectNode shown = json.putObject("Options");
    options.forEach(shown::put);
    ObjectNode labels = json.putObject("Labels");
    network.labels().forEach(labels::put);
    parts
        .networks
        .definitions()
        .egress(network)
        .ifPresent(egress -> json.set("Egress", egress(network, egress)));
    return json;
  }

  private static ObjectNode egress(NetworkDefinition network, Egress egress) {
    ObjectNode json = JSON.objectNode();
    ArrayNode allowed = json.putArray("Allowed");
    network.allowed().forEach(allowed::add);
    ArrayNode open = json.putArray("Open");
    for (Egress.Opened each : egress.opened()) {
      open.addObject()
          .put("Address", AddressText.of(each.address()))
          .put("Ports", each.ports())
          .put("Seconds", each.leftMillis() / 1000);
    }
    json.put("Refused", egress.refused());
    ArrayNode latest = json.putArray("LastRefused");
    for (Refusal each : egress.latest()) {
      latest
          .addObject()
          .put("Target", each.target())
          .put("Container", each.containerId())
          .put("Name", each.containerName())
          .put("Count", each.count())
          .put("Last", each.last().toString());
    }
    return json;
  }

  private static ObjectNode ipam(NetworkDefinition network) {
    NetworkDefinition.Ipam ipam = network.ipam();
    ObjectNode json = JSON.objectNode().put("Driver", ipam.driver());
    if (ipam.options() == null) {
      json.putNull("Options");
    } else {
      ObjectNode options = json.putObject("Options");
      ipam.options().forEach(options::put);
    }
    if (ipam.pools().isEmpty()) {
      json.putNull("Config");
      return json;
    }
    ArrayNode config = json.putArray("Config");
    for (NetworkDefinition.Pool pool : ipam.pools()) {
      ObjectNode each = config.addObject().put("Subnet", pool.subnet().toString());
      if (pool.range() != null) {
        each.put("IPRange", pool.range().toString());
      }
      if (pool.gateway() != null) {
        each.put("Gateway", AddressText.of(pool.gateway()));
      }
      if (!pool.auxiliary().isEmpty()) {
        ObjectNode auxiliary = each.putObject("AuxiliaryAddresses");
        pool.auxiliary().forEach((name, address) -> auxiliary.put(name, AddressText.of(address)));
      }
    }
    return json;
  }

  /** Those on it that run. */
  ObjectNode containers(NetworkDefinition network) {
    ObjectNode json = JSON.objectNode();
    for (Container container : parts.registry.all()) {
      boolean on =
          container.record().spec().networking().networks().stream()
              .anyMatch(each -> each.network().equals(network.name()));
      if (on && container.state().running()) {
        json.set(container.id(), endpoint(container, network));
      }
    }
    return json;
  }

  private ObjectNode endpoint(Container container, NetworkDefinition network) {
    ObjectNode json = JSON.objectNode().put("Name", container.name());
    Optional<Endpoint> endpoint = parts.networks.endpoint(container.id(), network.name());
    json.put("EndpointID", endpoint.map(Endpoint::id).orElse(""));
    json.put("MacAddress", endpoint.flatMap(Endpoint::mac).map(MacAddress::toString).orElse(""));
    json.put("IPv4Address", address(endpoint, AddressFamily.IPV4));
    return json.put("IPv6Address", address(endpoint, AddressFamily.IPV6));
  }

  private static String address(Optional<Endpoint> endpoint, AddressFamily family) {
    return endpoint
        .flatMap(each -> each.place(family))
        .map(place -> place.text() + "/" + place.prefixLength())
        .orElse("");
  }
}
