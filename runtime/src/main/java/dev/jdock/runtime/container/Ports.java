package dev.jdock.runtime.container;

import dev.jdock.runtime.engine.ContainerSummary;
import dev.jdock.runtime.network.PublishedPort;
import java.util.ArrayList;
import java.util.List;

/** A container's ports as its summary shows them: published ones, and those exposed only. */
final class Ports {
  private Ports() {}

  static List<ContainerSummary.Port> of(ContainerRuntime runtime, Container container) {
    if (!container.state().running()) {
      return List.of();
    }
    List<ContainerSummary.Port> ports = new ArrayList<>();
    List<PublishedPort> published = runtime.networks().published(container.id());
    for (PublishedPort port : published) {
      ports.add(
          new ContainerSummary.Port(
              port.hostIp(), port.hostPort(), port.containerPort(), port.protocol()));
    }
    for (String exposed : container.record().config().exposedPorts()) {
      String[] parts = exposed.split("/", 2);
      int number = Integer.parseInt(parts[0]);
      String protocol = parts.length > 1 ? parts[1] : "tcp";
      boolean isPublished =
          published.stream()
              .anyMatch(port -> port.containerPort() == number && port.protocol().equals(protocol));
      if (!isPublished) {
        ports.add(new ContainerSummary.Port("", 0, number, protocol));
      }
    }
    return ports;
  }
}
