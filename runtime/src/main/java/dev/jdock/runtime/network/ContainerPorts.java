package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.AddressText;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.runtime.engine.PortMapping;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ports of this machine that lead to containers: by the network of a container's way out, that
 * of IPv4 for addresses of IPv4, that of IPv6 for those of IPv6. Where there is one way only, it
 * serves both.
 *
 * <p>Thread-safe, with the lock that {@link Networks} has.
 */
public final class ContainerPorts {
  private final Object lock;
  private final NetworkHost host;
  private final NetworkSet networks;

  ContainerPorts(Object lock, NetworkHost host, NetworkSet networks) {
    this.lock = lock;
    this.host = host;
    this.networks = networks;
  }

  /** What is published on one network. */
  private record Done(EndpointPorts on, List<PortMapping> ports) {}

  /**
   * Publishes ports in addition to those published already, all or none. A container without a way
   * out has none.
   *
   * @return one for each mapping; two where it is for every address and the host has IPv6
   * @throws JdockException in Docker's words when a port is taken
   */
  public List<PublishedPort> publish(String containerId, List<PortMapping> mappings) {
    synchronized (lock) {
      if (networks.of(containerId).isEmpty()) {
        throw JdockException.notFound(
            "container " + containerId + " is not connected to a network");
      }
      return host.ports().shown(publishBy(wayOut(containerId), containerId, mappings));
    }
  }

  /** Without the lock. */
  private static List<PortMapping> publishBy(
      WayOut way, String containerId, List<PortMapping> mappings) {
    Optional<EndpointPorts> four = way.ports(AddressFamily.IPV4);
    Optional<EndpointPorts> six = way.ports(AddressFamily.IPV6);
    if (mappings.isEmpty()) {
      return List.of();
    }
    if (four.isPresent() && four.equals(six)) {
      return four.get().publish(containerId, mappings);
    }
    List<Done> done = new ArrayList<>();
    try {
      for (PortMapping mapping : mappings) {
        PortMapping next = mapping;
        for (AddressFamily family : AddressFamily.values()) {
          Optional<EndpointPorts> on = way.ports(family);
          if (on.isPresent() && isOf(mapping, family)) {
            List<PortMapping> taken = on.get().publish(containerId, List.of(on(next, family)));
            done.add(new Done(on.get(), taken));
            // Both are the same port, where there is one.
            int chosen = taken.getFirst().hostPort();
            next = chosen == 0 ? next : next.on(chosen);
          }
        }
      }
    } catch (RuntimeException e) {
      done.forEach(each -> Undo.after(e, () -> each.on().unpublish(containerId, each.ports())));
      throw e;
    }
    return done.stream().flatMap(each -> each.ports().stream()).toList();
  }

  private static boolean isOf(PortMapping mapping, AddressFamily family) {
    return mapping.hostIp().isEmpty()
        || AddressFamily.of(InetAddress.ofLiteral(mapping.hostIp())) == family;
  }

  private static PortMapping on(PortMapping mapping, AddressFamily family) {
    return mapping.hostIp().isEmpty() ? mapping.at(AddressText.of(family.any())) : mapping;
  }

  /**
   * What {@link #publish} has published for it so far; none for a container that it knows not. The
   * host port is 0 where the container's own is reached.
   */
  public List<PublishedPort> published(String containerId) {
    synchronized (lock) {
      List<PortMapping> shown = new ArrayList<>();
      for (ContainerNetwork network : networks.of(containerId)) {
        for (PortMapping port : network.endpoints().require(containerId).ports()) {
          boolean routed = network.ports().filter(ports -> ports.isRouted(port)).isPresent();
          shown.add(routed ? port.on(0) : port);
        }
      }
      return host.ports().shown(shown);
    }
  }

  /** The mappings themselves, with the host ports that were chosen. */
  public List<PortMapping> mappings(String containerId) {
    synchronized (lock) {
      return networks.of(containerId).stream()
          .flatMap(network -> network.endpoints().require(containerId).ports().stream())
          .toList();
    }
  }

  /** Unpublishes some ports of the container; those that are not published are ignored. */
  public void unpublish(String containerId, List<PortMapping> mappings) {
    synchronized (lock) {
      networks
          .of(containerId)
          .forEach(network ->
              network.ports().ifPresent(ports -> ports.unpublish(containerId, mappings)));
    }
  }

  /** Whether ports can lead to it by any of its networks. */
  public boolean canHave(String containerId) {
    synchronized (lock) {
      List<ContainerNetwork> on = networks.of(containerId);
      return on.isEmpty() || on.stream().anyMatch(network -> network.ports().isPresent());
    }
  }

  /**
   * Published ports lead by another way from now on.
   *
   * @param ports that were published before
   */
  void move(String containerId, WayOut before, List<PortMapping> ports) {
    WayOut now = wayOut(containerId);
    if (now.hasPortsOf(before)) {
      return;
    }
    unpublish(containerId, ports);
    List<PortMapping> _ = publishBy(now, containerId, ports);
  }

  private WayOut wayOut(String containerId) {
    return WayOut.of(networks.of(containerId), containerId);
  }
}
