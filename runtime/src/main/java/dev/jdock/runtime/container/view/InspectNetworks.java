package dev.jdock.runtime.container.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.oci.Json;
import dev.jdock.image.text.AddressText;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.record.ContainerMode;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.ExposedPort;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.Networking.Attachment;
import dev.jdock.runtime.network.Endpoint;
import dev.jdock.runtime.network.EndpointNames;
import dev.jdock.runtime.network.NetworkDefinition;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.network.Place;
import dev.jdock.runtime.network.PublishedPort;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** How a container is connected, as {@code NetworkSettings} of the Docker Engine API. */
final class InspectNetworks {
  private final Networks networks;
  private final Container container;
  private final ContainerRecord record;
  private final boolean running;

  InspectNetworks(Networks networks, Container container) {
    this.networks = networks;
    this.container = container;
    this.record = container.record();
    this.running = container.state().running();
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("Bridge", "");
    json.put("SandboxID", sandbox());
    json.put("SandboxKey", running ? "/proc/" + container.state().pid() + "/ns/net" : "");
    json.set("Ports", ports());
    json.put("HairpinMode", false);
    json.put("LinkLocalIPv6Address", "").put("LinkLocalIPv6PrefixLen", 0);
    json.putNull("SecondaryIPAddresses").putNull("SecondaryIPv6Addresses");
    Optional<Endpoint> usual = endpoint(NetworkDefinition.DEFAULT);
    json.put("EndpointID", usual.map(Endpoint::id).orElse(""));
    putPlaces(json, usual);
    json.put("MacAddress", mac(usual, ""));
    json.set("Networks", attachments());
    return json;
  }

  /** By network. */
  ObjectNode attachments() {
    ObjectNode all = Json.object();
    if (!ContainerMode.isContainer(record.spec().networking().mode())) {
      for (Attachment each : record.spec().networking().networks()) {
        put(all.putObject(each.network()), each);
      }
    }
    return all;
  }

  private String sandbox() {
    return record.spec().networking().networks().stream()
        .flatMap(each -> endpoint(each.network()).stream())
        .map(Endpoint::id)
        .findFirst()
        .orElse("");
  }

  private Optional<Endpoint> endpoint(String network) {
    return running ? networks.endpoint(record.id(), network) : Optional.empty();
  }

  private void put(ObjectNode json, Attachment attachment) {
    Optional<Endpoint> endpoint = endpoint(attachment.network());
    Optional<NetworkDefinition> network = networks.definitions().named(attachment.network());
    boolean linked = network.filter(NetworkDefinition::hasLinks).isPresent();
    putConfig(json, attachment.address());
    json.set(
        "Links",
        attachment.links().isEmpty() ? null : InspectContainer.strings(attachment.links()));
    List<String> aliases = attachment.aliases();
    json.set("Aliases", InspectContainer.strings(aliases));
    json.put("MacAddress", mac(endpoint, attachment.address().mac()));
    if (attachment.driverOptions().isEmpty()) {
      json.putNull("DriverOpts");
    } else {
      attachment.driverOptions().forEach(json.putObject("DriverOpts")::put);
    }
    json.put("GwPriority", attachment.gatewayPriority());
    boolean connected = running && (endpoint.isPresent() || !linked);
    json.put("NetworkID", connected ? network.map(NetworkDefinition::id).orElse("") : "");
    json.put("EndpointID", endpoint.map(Endpoint::id).orElse(""));
    putPlaces(json, endpoint);
    boolean named = linked && !attachment.network().equals(NetworkDefinition.DEFAULT);
    json.set(
        "DNSNames",
        named && running
            ? InspectContainer.strings(
                EndpointNames.of(
                    record.id(), record.name(), aliases, record.spec().networking().hostname()))
            : null);
  }

  private static void putConfig(ObjectNode json, Networking.Address address) {
    if (address.ip().isEmpty() && address.ip6().isEmpty() && address.linkLocal().isEmpty()) {
      json.putNull("IPAMConfig");
      return;
    }
    ObjectNode config = json.putObject("IPAMConfig");
    if (!address.ip().isEmpty()) {
      config.put("IPv4Address", address.ip());
    }
    if (!address.ip6().isEmpty()) {
      config.put("IPv6Address", address.ip6());
    }
    if (!address.linkLocal().isEmpty()) {
      ArrayNode addresses = config.putArray("LinkLocalIPs");
      address.linkLocal().forEach(addresses::add);
    }
  }

  private static void putPlaces(ObjectNode json, Optional<Endpoint> endpoint) {
    Optional<Place> four = endpoint.flatMap(each -> each.place(AddressFamily.IPV4));
    Optional<Place> six = endpoint.flatMap(each -> each.place(AddressFamily.IPV6));
    json.put("Gateway", gateway(four)).put("IPAddress", four.map(Place::text).orElse(""));
    json.put("IPPrefixLen", four.map(Place::prefixLength).orElse(0));
    json.put("IPv6Gateway", gateway(six));
    json.put("GlobalIPv6Address", six.map(Place::text).orElse(""));
    json.put("GlobalIPv6PrefixLen", six.map(Place::prefixLength).orElse(0));
  }

  private static String gateway(Optional<Place> place) {
    return place
        .map(Place::gateway)
        .filter(gateway -> !gateway.isAnyLocalAddress())
        .map(AddressText::of)
        .orElse("");
  }

  /**
   * @param wanted what it will have, while it has none
   */
  private static String mac(Optional<Endpoint> endpoint, String wanted) {
    return endpoint.map(InspectNetworks::mac).orElse(wanted);
  }

  private static String mac(Endpoint endpoint) {
    return endpoint.mac().map(MacAddress::toString).orElse("");
  }

  private ObjectNode ports() {
    ObjectNode json = Json.object();
    if (!running || !networks.ports().canHave(record.id())) {
      return json;
    }
    TreeMap<String, ArrayNode> published = new TreeMap<>();
    for (PublishedPort port : networks.ports().published(record.id())) {
      published
          .computeIfAbsent(port.containerPort() + "/" + port.protocol(), key -> Json.array())
          .addObject()
          .put("HostIp", port.hostIp())
          .put("HostPort", port.hostPort() == 0 ? "" : Integer.toString(port.hostPort()));
    }
    for (ExposedPort exposed : ExposedPort.of(record.config())) {
      json.set(exposed.toString(), published.get(exposed.toString()));
    }
    // Those that have been published since it was made need not be exposed.
    published.forEach(json::set);
    return json;
  }
}
