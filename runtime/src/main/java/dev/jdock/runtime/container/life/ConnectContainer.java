package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.create.Attachments;
import dev.jdock.runtime.container.record.ContainerMode;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.start.ContainerEtc;
import dev.jdock.runtime.container.start.ContainerNameServers;
import dev.jdock.runtime.container.start.PublishedPorts;
import dev.jdock.runtime.container.start.Wishes;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.Networking.Attachment;
import dev.jdock.runtime.network.ContainerName;
import dev.jdock.runtime.network.Endpoint;
import dev.jdock.runtime.network.NetworkDefinition;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.network.PublishedPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code docker network connect} and {@code disconnect}, of a container that runs or rests. */
public final class ConnectContainer {
  private final Networks networks;
  private final ContainerEtc etc;
  private final ContainerNameServers nameServers;
  private final Container container;

  public ConnectContainer(
      Networks networks, ContainerEtc etc, ContainerNameServers nameServers, Container container) {
    this.networks = networks;
    this.etc = etc;
    this.nameServers = nameServers;
    this.container = container;
  }

  /**
   * Connects it to one more network.
   *
   * @throws JdockException FORBIDDEN where its mode or another network of its speaks against it
   */
  public void connect(NetworkDefinition network, Attachment wanted) {
    change(() -> {
      checkMode(network);
      Attachment attachment = wanted.withNetwork(network.name());
      Attachments.validate(network, attachment);
      List<Attachment> attachments = without(network);
      boolean already = attachments.size() < current().networks().size();
      if (already && container.state().running()) {
        throw JdockException.forbidden(
            "endpoint with name "
                + container.name()
                + " already exists in network "
                + network.name());
      }
      attachments.add(attachment);
      Set<String> names = new HashSet<>();
      attachments.forEach(each -> names.add(each.network()));
      Attachments.requireCompatible(names);
      if (!container.state().running() || !network.hasLinks()) {
        save(attachments);
        return;
      }
      plugIn(network, attachment, attachments);
    });
  }

  private void plugIn(
      NetworkDefinition network, Attachment attachment, List<Attachment> attachments) {
    try (NetworkNamespace netns = NetworkNamespace.of(container.state().pid())) {
      ContainerName name = new ContainerName(container.id(), container.name());
      boolean alone = networks.ports().mappings(container.id()).isEmpty();
      Endpoint endpoint = networks.connectFurther(name, Wishes.of(attachment), netns);
      try {
        if (alone) {
          List<PublishedPort> _ =
              networks.ports().publish(container.id(), PublishedPorts.wanted(container.record()));
        }
        ContainerRecord before = container.record();
        save(attachments);
        nameServers.start(container.record(), netns);
        etc.serverChanged(before, container.record());
        etc.connectedFurther(container.record(), endpoint);
      } catch (RuntimeException e) {
        networks.disconnectFrom(container.id(), network.id(), netns);
        throw e;
      }
    }
    container.events().network(network, "connect");
  }

  /**
   * Disconnects it from a network.
   *
   * @throws JdockException FORBIDDEN {@code container X is not connected to network Y}
   */
  public void disconnect(NetworkDefinition network, boolean force) {
    change(() -> {
      if (isHost(network) && current().mode().equals(NetworkDefinition.HOST)) {
        throw JdockException.forbidden(
            "container cannot be disconnected from host network or connected to host network");
      }
      List<Attachment> left = without(network);
      if (left.size() == current().networks().size()) {
        throw JdockException.forbidden(
            "container "
                + container.id()
                + " is not connected to "
                + (force ? "the " : "")
                + "network "
                + network.name());
      }
      save(left);
      if (container.state().running() && network.hasLinks()) {
        unplug(network);
      }
      container.events().network(network, "disconnect");
    });
  }

  /** Takes a network that is not there any more from one that rests. */
  public void forget(String network) {
    change(() -> {
      List<Attachment> left = new ArrayList<>(current().networks());
      boolean known = left.removeIf(each -> each.network().equals(network));
      if (!known || container.state().running()) {
        throw JdockException.notFound("network " + network + " not found");
      }
      save(left);
    });
  }

  private void unplug(NetworkDefinition network) {
    networks
        .endpoint(container.id(), network.name())
        .ifPresent(endpoint -> {
          try (NetworkNamespace netns = NetworkNamespace.of(container.state().pid())) {
            networks.disconnectFrom(container.id(), network.id(), netns);
          }
          etc.disconnected(container.record(), endpoint);
        });
  }

  private void checkMode(NetworkDefinition network) {
    String mode = current().mode();
    if (ContainerMode.isContainer(mode) || (mode.equals("host") && !isHost(network))) {
      throw JdockException.forbidden(
          "container sharing network namespace with another container or host cannot be connected"
              + " to any other network");
    }
    if (isHost(network)) {
      throw JdockException.forbidden(
          "cannot connect container to host network - container must be created in host network"
              + " mode");
    }
  }

  private static boolean isHost(NetworkDefinition network) {
    return network.driver().equals(NetworkDefinition.HOST);
  }

  private void change(Runnable change) {
    container.lock().lockToChange();
    try {
      if (container.isRemoved()) {
        throw JdockException.conflict("Container is marked for removal and cannot be changed");
      }
      change.run();
    } finally {
      container.lock().unlock();
    }
  }

  private Networking current() {
    return container.record().spec().networking();
  }

  private List<Attachment> without(NetworkDefinition network) {
    List<Attachment> others = new ArrayList<>(current().networks());
    others.removeIf(each -> each.network().equals(network.name()));
    return others;
  }

  private void save(List<Attachment> attachments) {
    var spec = container.record().spec();
    container.reconfigure(
        container
            .record()
            .withSpec(
                spec.with(
                    spec.resources(),
                    spec.networking().withAttachments(attachments),
                    spec.lifecycle())));
  }
}
