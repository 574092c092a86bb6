package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.linux.netlink.NetworkSettings;
import dev.jdock.linux.netlink.RouteSocket;
import dev.jdock.linux.netlink.RouteSocket.VethEnd;
import dev.jdock.runtime.engine.PortMapping;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The default bridge network of one state directory: who is on it and which ports of the host they
 * have. The bridge is made with the first endpoint.
 *
 * <p>Thread-safe. Methods throw {@link JdockException}, or {@link SyscallException} where the
 * kernel refused what it should not.
 */
public final class Networks implements AutoCloseable {
  private final SecureRandom random = new SecureRandom();
  private final RouteSocket routes;
  private final NetworkIdentity identity;
  private final Endpoints endpoints;
  private final Departures departures;
  private final PublishedPorts ports = new PublishedPorts();
  private final List<String> warnings = new ArrayList<>();
  private @Nullable Bridge bridge;
  private @Nullable NatTable nat;

  private Networks(
      RouteSocket routes, Departures departures, Endpoints endpoints, NetworkIdentity identity) {
    this.routes = routes;
    this.departures = departures;
    this.endpoints = endpoints;
    this.identity = identity;
  }

  /**
   * Finds the network of an earlier engine for that directory and keeps it working; its endpoints
   * wait for {@link #adopt} or {@link #prune}.
   *
   * @param stateDir made if missing; there is one network per directory on a machine
   */
  public static Networks open(Path stateDir) {
    Endpoints endpoints = new Endpoints(new EndpointFiles(stateDir.resolve("endpoints")));
    RouteSocket routes = RouteSocket.open();
    try {
      NetworkIdentity identity = NetworkIdentity.of(stateDir);
      Departures departures = Departures.open();
      try {
        Networks networks = new Networks(routes, departures, endpoints, identity);
        networks.restore();
        return networks;
      } catch (RuntimeException e) {
        departures.close();
        throw e;
      }
    } catch (RuntimeException e) {
      routes.close();
      throw e;
    }
  }

  private void restore() {
    Optional<Bridge> found = Bridge.find(routes, identity.alias());
    endpoints.restore(found.map(Bridge::subnet));
    found.ifPresent(this::use);
  }

  private Bridge bridge() {
    Bridge current = bridge;
    return current == null ? use(Bridge.create(routes, identity.alias())) : current;
  }

  private Bridge use(Bridge found) {
    bridge = found;
    try {
      NetworkSettings.write("ipv4/ip_forward", "1");
    } catch (SyscallException e) {
      warnings.add(
          "IPv4 forwarding is disabled: containers reach this machine only: " + e.getMessage());
    }
    try {
      nat = NatTable.create(found.name(), found.subnet(), endpoints.all());
    } catch (SyscallException e) {
      nat = null;
      warnings.add(
          "the kernel has no nf_tables address translation: containers do not reach other machines,"
              + " and published ports are served without the client's address: "
              + e.getMessage());
    }
    return found;
  }

  /** The features that do not work on this machine, one line each. */
  public synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** 64 hexadecimal digits, the same in every engine of the state directory. */
  public String networkId() {
    return networkId("bridge");
  }

  /** Of {@code bridge}, {@code host} or {@code none}. */
  public String networkId(String name) {
    return identity.networkId(name);
  }

  /** The addresses of the default network; makes the bridge if it is not there yet. */
  public synchronized Subnet subnet() {
    return bridge().subnet();
  }

  /** The name of the bridge on the host, once there is one. */
  public synchronized Optional<String> bridgeName() {
    return Optional.ofNullable(bridge).map(Bridge::name);
  }

  /**
   * Gives the network namespace an {@code eth0} on the default network, with an address and the
   * default route, and sets its loopback interface up.
   */
  public Endpoint connect(String containerId, String containerName, NetworkNamespace netns) {
    return connect(containerId, containerName, null, netns);
  }

  /**
   * The same with an Ethernet address.
   *
   * @param mac null for the usual one
   */
  public synchronized Endpoint connect(
      String containerId, String containerName, @Nullable MacAddress mac, NetworkNamespace netns) {
    Bridge on = bridge();
    if (endpoints.find(containerId) != null) {
      throw JdockException.conflict(
          "endpoint with name " + containerName + " already exists in network bridge");
    }
    Endpoint endpoint =
        new Endpoint(
            hex(64),
            containerId,
            containerName,
            freeAddress(on),
            on.subnet(),
            "veth" + hex(7),
            mac);
    // The file comes first: a crash leaves a file without a link, never a link that nobody knows.
    endpoints.save(new EndpointFiles.Saved(endpoint, List.of()));
    try {
      routes.createBridgePort(
          new VethEnd(endpoint.hostLink(), null, on.mtu(), null),
          new VethEnd(ContainerLinks.CONTAINER_LINK, endpoint.mac(), on.mtu(), netns.fd()),
          on.index());
      netns.call(() -> ContainerLinks.configure(endpoint));
      if (nat != null) {
        nat.admit();
      }
      return endpoint;
    } catch (RuntimeException e) {
      undo(e, () -> disconnect(containerId));
      throw e;
    }
  }

  /** What goes wrong then does not hide what went wrong before. */
  private static void undo(RuntimeException failure, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private Inet4Address freeAddress(Bridge on) {
    return on.subnet()
        .free(endpoints.takenAddresses())
        .orElseThrow(() ->
            new JdockException(
                JdockException.Kind.UNAVAILABLE,
                "no available IPv4 addresses on this network's address pools: bridge ("
                    + networkId()
                    + ")"));
  }

  /**
   * Gives a container that is connected further addresses, of the network that everything on a link
   * has (RFC 3927).
   *
   * @param addresses in dotted form
   */
  public void addLinkLocal(NetworkNamespace netns, List<String> addresses) {
    ContainerLinks.addLinkLocal(netns, addresses);
  }

  /** Network mode {@code none}: nothing but a loopback interface that is up. */
  public void loopbackUp(NetworkNamespace netns) {
    ContainerLinks.loopbackUp(netns);
  }

  /**
   * Unpublishes the container's ports and removes its endpoint, if it has one. The link is deleted
   * shortly after; its address is not assigned again before.
   */
  public synchronized void disconnect(String containerId) {
    EndpointFiles.Saved saved = endpoints.find(containerId);
    if (saved == null) {
      return;
    }
    try {
      // Its file goes with the link: on a full disk none could be written.
      takeBack(saved, saved.ports());
    } finally {
      endpoints.leave(saved.endpoint());
      departures.start(saved.endpoint(), this::gone, this::refused);
    }
  }

  /** Unpublishes the ports and frees them. */
  private void takeBack(EndpointFiles.Saved from, List<PortMapping> going) {
    try {
      if (nat != null && !going.isEmpty()) {
        nat.unpublish(from.endpoint().address(), going);
      }
    } finally {
      ports.release(going);
    }
  }

  private synchronized void gone(Endpoint endpoint) {
    endpoints.gone(endpoint);
  }

  /** The address stays taken, the file stays for the next engine. */
  private synchronized void refused(SyscallException e) {
    warnings.add("cannot remove a container's link: " + e.getMessage());
  }

  /**
   * Publishes ports in addition to those published already, all or none.
   *
   * @return one for each mapping; two where it is for every address and the host has IPv6
   * @throws JdockException in Docker's words when a port is taken
   */
  public synchronized List<PublishedPort> publish(String containerId, List<PortMapping> mappings) {
    EndpointFiles.Saved saved = endpoints.require(containerId);
    if (mappings.isEmpty()) {
      return List.of();
    }
    List<PortMapping> taken = ports.take(saved.endpoint(), mappings);
    try {
      List<PortMapping> both = new ArrayList<>(saved.ports());
      both.addAll(taken);
      endpoints.save(new EndpointFiles.Saved(saved.endpoint(), both));
      if (nat != null) {
        nat.publish(saved.endpoint().address(), taken);
      }
    } catch (RuntimeException e) {
      ports.release(taken);
      undo(e, () -> endpoints.save(saved));
      throw e;
    }
    return ports.shown(taken);
  }

  /** What {@link #publish} has published for it so far; none for a container that it knows not. */
  public synchronized List<PublishedPort> published(String containerId) {
    EndpointFiles.Saved saved = endpoints.find(containerId);
    return saved == null ? List.of() : ports.shown(saved.ports());
  }

  /** The container's connection, while it has one. */
  public synchronized Optional<Endpoint> endpoint(String containerId) {
    return Optional.ofNullable(endpoints.find(containerId)).map(EndpointFiles.Saved::endpoint);
  }

  /** The mappings themselves, with the host ports that were chosen. */
  public synchronized List<PortMapping> mappings(String containerId) {
    EndpointFiles.Saved saved = endpoints.find(containerId);
    return saved == null ? List.of() : saved.ports();
  }

  /** Unpublishes some ports of the container; those that are not published are ignored. */
  public synchronized void unpublish(String containerId, List<PortMapping> mappings) {
    EndpointFiles.Saved saved = endpoints.find(containerId);
    if (saved == null) {
      return;
    }
    List<PortMapping> going = saved.ports().stream().filter(mappings::contains).toList();
    List<PortMapping> left = saved.ports().stream().filter(port -> !going.contains(port)).toList();
    // What cannot be written down is not done.
    endpoints.save(new EndpointFiles.Saved(saved.endpoint(), left));
    takeBack(saved, going);
  }

  /** Takes all ports from the container. */
  public synchronized void unpublish(String containerId) {
    EndpointFiles.Saved saved = endpoints.find(containerId);
    if (saved == null || saved.ports().isEmpty()) {
      return;
    }
    endpoints.save(new EndpointFiles.Saved(saved.endpoint(), List.of()));
    takeBack(saved, saved.ports());
  }

  /**
   * Adopts a running container of an earlier engine: it keeps its address, and its ports are
   * reserved again. A port that another program has taken meanwhile becomes a warning. A second
   * call does nothing.
   *
   * @throws JdockException NOT_FOUND when there is no endpoint for it
   */
  public synchronized Endpoint adopt(String containerId) {
    EndpointFiles.Saved saved = endpoints.require(containerId);
    for (PortMapping port : saved.ports()) {
      if (ports.holds(port)) {
        continue;
      }
      try {
        ports.take(saved.endpoint(), List.of(port));
      } catch (JdockException e) {
        warnings.add(e.getMessage());
      }
    }
    return saved.endpoint();
  }

  /**
   * Removes the endpoints of all other containers, and links on the bridge that belong to none;
   * waits until they are deleted.
   */
  public void prune(Set<String> liveContainerIds) {
    synchronized (this) {
      for (String containerId : endpoints.containerIds()) {
        if (!liveContainerIds.contains(containerId)) {
          disconnect(containerId);
        }
      }
    }
    // Without the lock, which the departures need.
    departures.await();
    removeStrays();
  }

  private synchronized void removeStrays() {
    Bridge on = bridge;
    if (on == null) {
      return;
    }
    Set<String> known = endpoints.hostLinks();
    for (Link link : routes.links()) {
      if (link.master() == on.index()
          && link.kind().equals("veth")
          && !known.contains(link.name())) {
        routes.deleteLink(link.name());
      }
    }
  }

  /**
   * Removes the bridge and the table, so that nothing of this network is left on the machine.
   *
   * @throws JdockException CONFLICT while a container is connected
   */
  public void removeAll() {
    // Without the lock, which the departures need.
    departures.await();
    removeNetwork();
  }

  private synchronized void removeNetwork() {
    if (!endpoints.isEmpty()) {
      throw JdockException.conflict("network bridge has active endpoints");
    }
    if (nat != null) {
      nat.remove();
      nat.close();
      nat = null;
    }
    if (bridge != null) {
      routes.deleteLink(bridge.name());
      bridge = null;
    }
  }

  /** Leaves the kernel's state as it is; the ports are not reserved any more. */
  @Override
  public void close() {
    // Waits for what is under way.
    departures.close();
    synchronized (this) {
      ports.close();
      if (nat != null) {
        nat.close();
        nat = null;
      }
      routes.close();
    }
  }

  private String hex(int digits) {
    byte[] bytes = new byte[(digits + 1) / 2];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes).substring(0, digits);
  }
}
