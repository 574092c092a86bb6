package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.RouteSocket;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.network.dns.NameLimit;
import dev.jdock.runtime.network.egress.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The networks of one state directory: who is on them and which ports of the host they have.
 *
 * <p>Thread-safe. Methods throw {@link JdockException}, or {@link SyscallException} where the
 * kernel refused what it should not.
 */
public final class Networks implements AutoCloseable {
  private final Supplier<NetworkDefaults> defaults;
  private final NetworkHost host;
  private final NetworkSet networks = new NetworkSet();
  private final NetworkDefinitions definitions;
  private final ContainerPorts ports;
  private final BridgeNetwork usual;

  private Networks(
      RouteSocket routes,
      Departures departures,
      Path stateDir,
      NetworkIdentity identity,
      Supplier<NetworkDefaults> defaults) {
    this.defaults = defaults;
    this.host =
        new NetworkHost(
            routes, departures, this, networks::subnets, defaults, identity.uniqueLocal());
    this.definitions =
        new NetworkDefinitions(this, host, identity, new NetworkFiles(stateDir), networks);
    this.ports = new ContainerPorts(this, host, networks);
    this.usual =
        new BridgeNetwork(
            host,
            identity.predefined(NetworkDefinition.DEFAULT, NetworkDefinition.BRIDGE),
            identity.alias(),
            new Endpoints(
                new EndpointFiles(stateDir.resolve("endpoints")), NetworkDefinition.DEFAULT));
    networks.add(usual);
    networks.add(identity.predefined(NetworkDefinition.HOST, NetworkDefinition.HOST));
    networks.add(identity.predefined(NetworkDefinition.NONE, NetworkDefinition.NULL));
  }

  /** Which networks there are. */
  public NetworkDefinitions definitions() {
    return definitions;
  }

  /**
   * Finds the networks of an earlier engine for that directory and keeps them working; their
   * endpoints wait for {@link #adopt} or {@link #prune}.
   *
   * @param stateDir made if missing
   * @param defaults as they are whenever they are asked for
   */
  public static Networks open(Path stateDir, Supplier<NetworkDefaults> defaults) {
    RouteSocket routes = RouteSocket.open();
    try {
      Departures departures = Departures.open();
      try {
        Files.createDirectories(stateDir);
        Networks networks =
            new Networks(routes, departures, stateDir, NetworkIdentity.of(stateDir), defaults);
        networks.restore();
        return networks;
      } catch (IOException e) {
        throw JdockException.internal("cannot make " + stateDir + ": " + Reason.of(e), e);
      } catch (RuntimeException e) {
        departures.close();
        throw e;
      }
    } catch (RuntimeException e) {
      routes.close();
      throw e;
    }
  }

  /** The ports of this machine that lead to containers. */
  public ContainerPorts ports() {
    return ports;
  }

  /** What {@code daemon.json} says now; throws where it makes no sense. */
  public NetworkDefaults defaults() {
    return defaults.get();
  }

  private synchronized void restore() {
    definitions.restore();
    networks.connectable().forEach(ContainerNetwork::restore);
  }

  /** The features that do not work on this machine, and what is damaged, one line each. */
  public synchronized List<String> warnings() {
    List<String> all = host.warnings();
    all.addAll(definitions.damaged());
    return all;
  }

  /**
   * The addresses by which those on the default network reach this machine; makes the bridge if it
   * is not there yet.
   */
  public synchronized List<InetAddress> hostAddresses() {
    List<InetAddress> chosen = defaults().hostGateways();
    return chosen.isEmpty()
        ? usual.bridge().pools().stream().map(NetworkDefinition.Pool::bridgeAddress).toList()
        : chosen;
  }

  /** The addresses by which an endpoint's container reaches this machine. */
  public synchronized List<InetAddress> hostAddresses(Endpoint endpoint) {
    List<InetAddress> chosen = defaults().hostGateways();
    return chosen.isEmpty()
        ? endpoint.places().stream()
            .flatMap(place -> networks.bridgeAddress(place.subnet()).stream())
            .toList()
        : chosen;
  }

  /** The same of a container, by its ways out; none where there is no way. */
  public synchronized List<InetAddress> hostAddresses(String containerId) {
    return wayOut(containerId)
        .main()
        .map(network -> hostAddresses(network.endpoints().require(containerId).endpoint()))
        .orElse(List.of());
  }

  /**
   * Gives a container's network namespace a link on each of some networks, with an address, and one
   * default route; sets its loopback interface up. All or none.
   *
   * @return the endpoints, in the order of the wishes
   */
  public List<Endpoint> connect(
      ContainerName container, List<Wish> wishes, NetworkNamespace netns) {
    List<NewEndpoint> made = link(container, wishes, netns);
    try {
      // Without the lock: many containers may start at once.
      made.forEach(each -> each.configuration().run());
      return made.stream().map(NewEndpoint::endpoint).toList();
    } catch (RuntimeException e) {
      Undo.after(e, () -> disconnect(container.id()));
      throw e;
    }
  }

  private synchronized List<NewEndpoint> link(
      ContainerName container, List<Wish> wishes, NetworkNamespace netns) {
    List<ContainerNetwork> wanted =
        wishes.stream().map(wish -> networks.connectable(wish.network())).toList();
    List<Set<AddressFamily>> ways = WayOut.among(wanted, wishes);
    List<NewEndpoint> made = new ArrayList<>();
    List<String> links = ContainerLinks.names(wanted, wishes);
    try {
      for (int i = 0; i < wanted.size(); i++) {
        made.add(wanted.get(i).connect(container, wishes.get(i), links.get(i), ways.get(i), netns));
      }
      return made;
    } catch (RuntimeException e) {
      wanted
          .subList(0, made.size())
          .forEach(network -> Undo.after(e, () -> network.disconnect(container.id(), netns)));
      throw e;
    }
  }

  /** A container that runs gets one more link; its ports follow its way out. */
  public synchronized Endpoint connectFurther(
      ContainerName container, Wish wish, NetworkNamespace netns) {
    ContainerNetwork network = networks.connectable(wish.network());
    WayOut before = wayOut(container.id());
    String link =
        ContainerLinks.name(
            ContainerLinks.names(netns),
            wish.options().linkName(),
            network.definition().linkPrefix());
    NewEndpoint made = network.connect(container, wish, link, Set.of(), netns);
    try {
      made.configuration().run();
      leaveAnew(container.id(), before, netns);
    } catch (RuntimeException e) {
      Undo.after(e, () -> network.disconnect(container.id(), netns));
      throw e;
    }
    return made.endpoint();
  }

  /**
   * A container loses one link.
   *
   * @param netns null for a container that does not run
   */
  public synchronized void disconnectFrom(
      String containerId, String reference, @Nullable NetworkNamespace netns) {
    ContainerNetwork network = networks.connectable(reference);
    WayOut before = wayOut(containerId);
    List<PortMapping> mappings = ports.mappings(containerId);
    network.disconnect(containerId, netns);
    if (netns == null) {
      return;
    }
    // The route has to be there only once the link is not: it may be deleted at any moment.
    wayOut(containerId).apply(before, containerId, netns);
    ports.move(containerId, before, mappings);
  }

  /** Ports and the default route go where the best way out is now. */
  private void leaveAnew(String containerId, WayOut before, NetworkNamespace netns) {
    wayOut(containerId).apply(before, containerId, netns);
    ports.move(containerId, before, ports.mappings(containerId));
  }

  private WayOut wayOut(String containerId) {
    return WayOut.of(networks.of(containerId), containerId);
  }

  /** For a container that is on no network: nothing but a loopback interface. */
  public void loopbackUp(NetworkNamespace netns) {
    ContainerLinks.loopbackUp(netns);
  }

  /**
   * Unpublishes the container's ports and removes its endpoints, if it has any. The links are
   * deleted shortly after; their addresses are not assigned again before.
   */
  public synchronized void disconnect(String containerId) {
    RuntimeException failure = null;
    for (ContainerNetwork network : networks.connectable()) {
      try {
        network.disconnect(containerId, null);
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** The networks of users' own that a container is on: those whose containers have names. */
  public synchronized List<NetworkDefinition> named(String containerId) {
    return networks.of(containerId).stream()
        .map(ContainerNetwork::definition)
        .filter(network -> !network.name().equals(NetworkDefinition.DEFAULT))
        .toList();
  }

  /** Which names a container may ask for; empty for all. */
  public synchronized Optional<NameLimit> nameLimit(String containerId) {
    return wayOut(containerId)
        .main()
        .flatMap(network ->
            network
                .egress()
                .map(egress ->
                    egress.limit(
                        containerId,
                        network.endpoints().require(containerId).endpoint().containerName())));
  }

  /** Has somebody told of what networks refuse, some time after it happens. */
  public void tellRefusals(BiConsumer<NetworkDefinition, Refusal> listener) {
    host.tellRefusals(listener);
  }

  /** Whether a container has a default route. */
  public synchronized boolean leadsOut(String containerId) {
    return wayOut(containerId).isSomewhere();
  }

  /** The container's connection to a network, while it has one. */
  public synchronized Optional<Endpoint> endpoint(String containerId, String network) {
    return networks
        .named(network)
        .filter(NetworkDefinition::hasLinks)
        .map(found -> networks.connectable(found.id()).endpoints().find(containerId))
        .map(EndpointFiles.Saved::endpoint);
  }

  /**
   * Adopts a running container of an earlier engine: it keeps its addresses, and its ports are
   * reserved again. A port that another program has taken meanwhile becomes a warning. A second
   * call does nothing.
   *
   * @throws JdockException NOT_FOUND when there is no endpoint for it
   */
  public synchronized List<Endpoint> adopt(String containerId) {
    List<ContainerNetwork> on = networks.of(containerId);
    if (on.isEmpty()) {
      throw JdockException.notFound("container " + containerId + " is not connected to a network");
    }
    return on.stream()
        .map(network -> {
          EndpointFiles.Saved saved = network.endpoints().require(containerId);
          network.ports().ifPresent(ports -> ports.adopt(saved));
          return saved.endpoint();
        })
        .toList();
  }

  /**
   * Takes a container that was adopted from networks that it is not to be on: its engine was killed
   * while it connected or disconnected it.
   *
   * @param wanted their names
   * @return the endpoints that it had there
   */
  public synchronized List<Endpoint> leaveOthers(
      String containerId, Set<String> wanted, NetworkNamespace netns) {
    List<Endpoint> left = new ArrayList<>();
    for (ContainerNetwork network : networks.of(containerId)) {
      if (!wanted.contains(network.name())) {
        left.add(network.endpoints().require(containerId).endpoint());
        disconnectFrom(containerId, network.definition().id(), netns);
      }
    }
    return left;
  }

  /**
   * Removes the endpoints of all other containers, and links on the bridges that belong to none;
   * waits until they are deleted.
   */
  public void prune(Set<String> liveContainerIds) {
    synchronized (this) {
      for (ContainerNetwork network : networks.connectable()) {
        for (String containerId : network.endpoints().containerIds()) {
          if (!liveContainerIds.contains(containerId)) {
            network.disconnect(containerId, null);
          }
        }
      }
    }
    // Without the lock, which the departures need.
    host.departures().await();
    synchronized (this) {
      networks.connectable().forEach(ContainerNetwork::removeStrays);
    }
  }

  /** Makes bridges, tables and links again that somebody has deleted. */
  public synchronized void mend(ContainerNamespaces namespaces) {
    Map<String, Link> links =
        host.routes().links().stream().collect(Collectors.toMap(Link::name, link -> link));
    networks
        .connectable()
        .forEach(network ->
            network.mend(
                links, namespaces, (containerId, each) -> wayOut(containerId).through(each)));
  }

  /**
   * Removes all bridges and tables, so that nothing of these networks is left in the kernel.
   *
   * @throws JdockException FORBIDDEN while a container is connected
   */
  public void removeAll() {
    // Without the lock, which the departures need.
    host.departures().await();
    synchronized (this) {
      networks.connectable().forEach(ContainerNetwork::removeFromKernel);
    }
  }

  /** Leaves the kernel's state as it is; the ports are not reserved any more. */
  @Override
  public void close() {
    // Waits for what is under way.
    host.departures().close();
    synchronized (this) {
      host.ports().close();
      networks.connectable().forEach(ContainerNetwork::close);
      host.routes().close();
    }
  }
}
