package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.record.ContainerMode;
import dev.jdock.runtime.engine.ContainerUpdate;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.network.Networks;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes ports of a container that may run, and takes others back: they belong to the engine,
 * and no process of the container has to notice.
 */
final class UpdatePorts {
  private final Networks networks;
  private final Container container;
  private final ContainerUpdate update;
  private final List<PortMapping> removed = new ArrayList<>();
  private final List<PortMapping> added = new ArrayList<>();

  UpdatePorts(Networks networks, Container container, ContainerUpdate update) {
    this.networks = networks;
    this.container = container;
    this.update = update;
  }

  /** How its ports are to be from now on; those of a running one are so already. */
  Networking apply() {
    Networking old = container.record().spec().networking();
    if (update.publish().isEmpty() && update.unpublish().isEmpty()) {
      return old;
    }
    if (old.mode().equals("host")
        || old.mode().equals("none")
        || ContainerMode.isContainer(old.mode())) {
      throw JdockException.conflict(
          "cannot publish ports of container "
              + container.id()
              + ": its network mode is "
              + old.mode());
    }
    List<PortMapping> live =
        container.state().running() ? networks.ports().mappings(container.id()) : List.of();
    List<PortMapping> wanted = new ArrayList<>(old.publish());
    for (PortMapping gone : update.unpublish()) {
      List<PortMapping> going = live.stream().filter(port -> matches(gone, port)).toList();
      boolean known = wanted.removeIf(port -> matches(gone, port) || isChosen(port, going));
      if (!known && going.isEmpty()) {
        throw JdockException.notFound(
            "container " + container.id() + " does not publish port " + text(gone));
      }
      removed.addAll(going);
    }
    wanted.addAll(update.publish());
    if (container.state().running()) {
      change();
    }
    return old.withPublish(wanted);
  }

  private void change() {
    networks.ports().unpublish(container.id(), removed);
    List<PortMapping> before = networks.ports().mappings(container.id());
    try {
      networks.ports().publish(container.id(), update.publish());
    } catch (RuntimeException e) {
      networks.ports().publish(container.id(), removed);
      throw e;
    }
    networks.ports().mappings(container.id()).stream()
        .filter(port -> !before.contains(port))
        .forEach(added::add);
  }

  /** When the change cannot be written down. */
  void undo() {
    networks.ports().unpublish(container.id(), added);
    networks.ports().publish(container.id(), removed);
  }

  private static boolean matches(PortMapping asked, PortMapping port) {
    return asked.containerPort() == port.containerPort()
        && asked.protocol().equals(port.protocol())
        && (asked.hostPort() == 0 || asked.hostPort() == port.hostPort())
        && (asked.hostIp().isEmpty() || asked.hostIp().equals(port.hostIp()));
  }

  /** One without a certain host port has got one of those. */
  private static boolean isChosen(PortMapping wanted, List<PortMapping> going) {
    return (wanted.hostPort() == 0 || wanted.isRange())
        && going.stream()
            .anyMatch(port ->
                port.containerPort() == wanted.containerPort()
                    && port.protocol().equals(wanted.protocol()));
  }

  private static String text(PortMapping port) {
    return (port.hostPort() == 0 ? "" : port.hostPort() + ":")
        + port.containerPort()
        + "/"
        + port.protocol();
  }
}
