package dev.jdock.runtime.container.view;

import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.record.ExposedPort;
import dev.jdock.runtime.engine.ContainerSummary;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.network.PublishedPort;
import java.util.ArrayList;
import java.util.List;

/** A container's ports as its summary shows them: published ones, and those exposed only. */
final class Ports {
  private Ports() {}

  static List<ContainerSummary.Port> of(Networks networks, Container container) {
    if (!container.state().running() || !networks.ports().canHave(container.id())) {
      return List.of();
    }
    List<ContainerSummary.Port> ports = new ArrayList<>();
    List<PublishedPort> published = networks.ports().published(container.id());
    for (PublishedPort port : published) {
      ports.add(
          new ContainerSummary.Port(
              port.hostIp(), port.hostPort(), port.containerPort(), port.protocol()));
    }
    for (ExposedPort exposed : ExposedPort.of(container.record().config())) {
      boolean isPublished =
          published.stream()
              .anyMatch(port ->
                  port.containerPort() == exposed.number()
                      && port.protocol().equals(exposed.protocol()));
      if (!isPublished) {
        ports.add(new ContainerSummary.Port("", 0, exposed.number(), exposed.protocol()));
      }
    }
    return ports;
  }
}
