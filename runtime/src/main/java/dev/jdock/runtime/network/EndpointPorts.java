package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.AddressText;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.runtime.engine.PortMapping;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The ports of the host that lead to a network's containers. Not thread-safe, as the network. */
final class EndpointPorts {
  private final NetworkHost host;
  private final Endpoints endpoints;
  private final Supplier<String> hostBinding;
  private final Supplier<Optional<NatTable>> nat;
  private final Supplier<Set<AddressFamily>> routed;

  /**
   * @param hostBinding where ports are published that name no address of the host; empty for all
   * @param nat empty where the kernel does not translate
   * @param routed versions of IP of which ports are those of containers' own addresses
   */
  EndpointPorts(
      NetworkHost host,
      Endpoints endpoints,
      Supplier<String> hostBinding,
      Supplier<Optional<NatTable>> nat,
      Supplier<Set<AddressFamily>> routed) {
    this.host = host;
    this.endpoints = endpoints;
    this.hostBinding = hostBinding;
    this.nat = nat;
    this.routed = routed;
  }

  /** Publishes ports in addition to those published already, all or none. */
  List<PortMapping> publish(String containerId, List<PortMapping> mappings) {
    EndpointFiles.Saved saved = endpoints.require(containerId);
    List<PortMapping> wanted =
        mappings.stream().map(this::bound).flatMap(each -> apart(saved, each)).toList();
    List<PortMapping> taken =
        new ArrayList<>(
            wanted.stream().filter(this::isRouted).map(port -> port.on(port.hostPort())).toList());
    taken.addAll(
        host.ports()
            .take(saved.endpoint(), wanted.stream().filter(port -> !isRouted(port)).toList()));
    try {
      List<PortMapping> both = new ArrayList<>(saved.ports());
      both.addAll(taken);
      endpoints.save(new EndpointFiles.Saved(saved.endpoint(), both));
      nat.get().ifPresent(table -> table.publish(saved.endpoint(), taken));
    } catch (RuntimeException e) {
      host.ports().release(taken);
      Undo.after(e, () -> endpoints.save(saved));
      throw e;
    }
    return taken;
  }

  private PortMapping bound(PortMapping port) {
    String binding = hostBinding.get();
    return port.hostIp().isEmpty() && !binding.isEmpty() ? port.at(binding) : port;
  }

  /** By version of IP where some of them are routed. */
  private Stream<PortMapping> apart(EndpointFiles.Saved saved, PortMapping port) {
    boolean whole =
        !port.hostIp().isEmpty()
            || routed.get().stream().noneMatch(each -> saved.endpoint().place(each).isPresent());
    if (!whole) {
      return Stream.of(AddressFamily.values()).map(family -> port.at(AddressText.of(family.any())));
    }
    if (isRouted(port) && !InetAddress.ofLiteral(port.hostIp()).isAnyLocalAddress()) {
      throw JdockException.invalid(
          "port "
              + port.containerPort()
              + " cannot be published on "
              + port.hostIp()
              + ": in the gateway mode \"routed\" ports are those of the container's own address");
    }
    return Stream.of(port);
  }

  /** Whether it is open at the container's address, and nothing on this machine's leads there. */
  boolean isRouted(PortMapping port) {
    return !port.hostIp().isEmpty()
        && routed.get().contains(AddressFamily.of(InetAddress.ofLiteral(port.hostIp())));
  }

  /** Unpublishes some ports of the container; those that are not published are ignored. */
  void unpublish(String containerId, List<PortMapping> mappings) {
    EndpointFiles.Saved saved = endpoints.find(containerId);
    if (saved == null || saved.ports().isEmpty()) {
      return;
    }
    List<PortMapping> going = saved.ports().stream().filter(mappings::contains).toList();
    List<PortMapping> left = saved.ports().stream().filter(port -> !going.contains(port)).toList();
    // What cannot be written down is not done.
    endpoints.save(new EndpointFiles.Saved(saved.endpoint(), left));
    takeBack(saved, going);
  }

  /** Reserves the ports of a container that runs again. */
  void adopt(EndpointFiles.Saved saved) {
    for (PortMapping port : saved.ports()) {
      if (isRouted(port) || host.ports().holds(port)) {
        continue;
      }
      try {
        List<PortMapping> _ = host.ports().take(saved.endpoint(), List.of(port));
      } catch (JdockException e) {
        host.warn(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Unpublishes the ports and frees them. */
  void takeBack(EndpointFiles.Saved from, List<PortMapping> going) {
    try {
      if (!going.isEmpty()) {
        nat.get().ifPresent(table -> table.unpublish(from.endpoint(), going));
      }
    } finally {
      host.ports().release(going);
    }
  }
}
