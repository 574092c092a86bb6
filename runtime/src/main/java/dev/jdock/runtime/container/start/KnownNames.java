package dev.jdock.runtime.container.start;

import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.engine.Networking.Attachment;
import dev.jdock.runtime.network.Endpoint;
import dev.jdock.runtime.network.EndpointNames;
import dev.jdock.runtime.network.EtcFiles;
import dev.jdock.runtime.network.NetworkDefinition;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.network.dns.NameLimit;
import dev.jdock.runtime.network.dns.NameTable;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names of containers on users' networks, for those on the same ones. */
public final class KnownNames implements NameTable {
  private final Networks networks;
  private final ContainerRegistry registry;

  public KnownNames(Networks networks, ContainerRegistry registry) {
    this.networks = networks;
    this.registry = registry;
  }

  @Override
  public List<InetAddress> addresses(String containerId, String name) {
    String global = linked(containerId, name);
    List<InetAddress> addresses = new ArrayList<>();
    for (NetworkDefinition network : networks.named(containerId)) {
      String wanted = linked(containerId, network, global);
      String suffix = "." + network.name().toLowerCase(Locale.ROOT);
      for (Endpoint endpoint : networks.definitions().endpoints(network)) {
        for (String each : names(endpoint, network)) {
          String known = each.toLowerCase(Locale.ROOT);
          if (known.equals(wanted) || wanted.equals(known + suffix)) {
            addresses.addAll(endpoint.addresses());
            break;
          }
        }
      }
    }
    return addresses.isEmpty() && global.equals(EtcFiles.HOST_NAME)
        ? networks.hostAddresses(containerId)
        : addresses;
  }

  /** The id of the container that it knows by an alias of its own; else the name itself. */
  private String linked(String containerId, String name) {
    if (!registry.knows(containerId)) {
      return name;
    }
    for (String link : registry.find(containerId).record().spec().networking().links()) {
      int colon = link.indexOf(':');
      boolean known = colon > 0 && link.substring(colon + 1).equalsIgnoreCase(name);
      if (known) {
        return EndpointNames.shortId(link.substring(0, colon));
      }
    }
    return name;
  }

  /** The container that it knows by an alias on one network; else the name itself. */
  private String linked(String containerId, NetworkDefinition network, String name) {
    if (!registry.knows(containerId)) {
      return name;
    }
    return registry.find(containerId).record().spec().networking().networks().stream()
        .filter(each -> each.network().equals(network.name()))
        .flatMap(each -> each.links().stream())
        .map(link -> link.split(":", 2))
        .filter(parts -> parts[parts.length - 1].equalsIgnoreCase(name))
        .map(parts -> parts[0].toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse(name);
  }

  private List<String> names(Endpoint endpoint, NetworkDefinition network) {
    if (!registry.knows(endpoint.containerId())) {
      return List.of(endpoint.containerName());
    }
    Container container = registry.find(endpoint.containerId());
    ContainerRecord record = container.record();
    List<String> aliases =
        record.spec().networking().networks().stream()
            .filter(each -> each.network().equals(network.name()))
            .findFirst()
            .map(Attachment::aliases)
            .orElse(null);
    return EndpointNames.of(
        record.id(), record.name(), aliases, record.spec().networking().hostname());
  }

  @Override
  public Optional<String> name(String containerId, InetAddress address) {
    for (NetworkDefinition network : networks.named(containerId)) {
      for (Endpoint endpoint : networks.definitions().endpoints(network)) {
        if (endpoint.addresses().contains(address)) {
          return Optional.of(names(endpoint, network).getFirst() + "." + network.name());
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<NameLimit> limit(String containerId) {
    return networks.nameLimit(containerId);
  }

  @Override
  public boolean leadsOut(String containerId) {
    return networks.leadsOut(containerId);
  }
}
