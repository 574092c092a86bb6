package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.runtime.engine.SubnetUse;
import dev.jdock.runtime.network.egress.Egress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which networks there are: the three that every engine has, and users' own.
 *
 * <p>Thread-safe, with the lock that {@link Networks} has.
 */
public final class NetworkDefinitions {
  private final Object lock;
  private final NetworkHost host;
  private final NetworkIdentity identity;
  private final NetworkFiles files;
  private final NetworkSet networks;
  private final List<String> damaged = new ArrayList<>();

  NetworkDefinitions(
      Object lock,
      NetworkHost host,
      NetworkIdentity identity,
      NetworkFiles files,
      NetworkSet networks) {
    this.lock = lock;
    this.host = host;
    this.identity = identity;
    this.files = files;
    this.networks = networks;
  }

  /** Reads those that were made by earlier engines. */
  void restore() {
    files.readAll(damaged::add).forEach(this::include);
  }

  /** Those that cannot be read, a line each. */
  List<String> damaged() {
    return damaged;
  }

  private void include(NetworkDefinition network) {
    if (!network.hasLinks()) {
      networks.add(network);
      return;
    }
    Endpoints endpoints =
        new Endpoints(new EndpointFiles(files.endpoints(network.id())), network.name());
    networks.add(
        network.isOnParent()
            ? new ParentNetwork(
                host, network, identity.alias(), endpoints, () -> networks.connectable().stream())
            : new BridgeNetwork(host, network, identity.alias(network.id()), endpoints));
  }

  /** All there are, in no particular order. */
  public List<NetworkDefinition> all() {
    synchronized (lock) {
      return networks.all();
    }
  }

  /** The one of that name. */
  public Optional<NetworkDefinition> named(String name) {
    synchronized (lock) {
      return networks.named(name);
    }
  }

  /**
   * Looks one up by its id, its name, or the beginning of its id.
   *
   * @throws JdockException NOT_FOUND {@code network X not found}, INVALID for an ambiguous prefix
   */
  public NetworkDefinition find(String reference) {
    synchronized (lock) {
      return networks.find(reference);
    }
  }

  /**
   * Adds a network that {@link NewNetwork} has checked.
   *
   * @throws JdockException CONFLICT where there is one of that name
   */
  public NetworkDefinition create(NewNetwork wanted) {
    synchronized (lock) {
      NetworkDefinition made = wanted.define(host.hex(64), networks.all(), host::freeSubnet);
      files.write(made);
      try {
        include(made);
        if (made.hasLinks()) {
          networks.connectable(made.id()).make();
        }
      } catch (RuntimeException e) {
        Undo.after(e, () -> forget(made.id()));
        throw refusedByKernel(e);
      }
      return made;
    }
  }

  /** Docker shows the error number's text alone. */
  private static RuntimeException refusedByKernel(RuntimeException e) {
    return e instanceof SyscallException refused
        ? JdockException.internal(
            "cannot make the network's link: " + refused.getMessage(), refused)
        : e;
  }

  /**
   * Removes a network that no container is connected to.
   *
   * @return what was removed
   * @throws JdockException NOT_FOUND; FORBIDDEN for one in use, and for one that every engine has
   */
  public NetworkDefinition remove(String reference) {
    NetworkDefinition found;
    synchronized (lock) {
      found = networks.find(reference);
      if (isPredefined(found)) {
        throw JdockException.forbidden(
            found.name() + " is a pre-defined network and cannot be removed");
      }
      requireUnused(found);
    }
    // Without the lock, which the departures need.
    host.departures().await();
    synchronized (lock) {
      requireUnused(networks.find(found.id()));
      if (found.hasLinks()) {
        networks.connectable(found.id()).removeFromKernel();
      }
      forget(found.id());
    }
    return found;
  }

  private void requireUnused(NetworkDefinition network) {
    try {
      if (network.hasLinks()) {
        networks.connectable(network.id()).requireUnused();
      }
      boolean copied =
          network.configOnly()
              && networks.all().stream()
                  .anyMatch(other -> other.configFrom().equals(network.name()));
      if (copied) {
        throw JdockException.forbidden(
            "configuration network \"" + network.name() + "\" is in use");
      }
    } catch (JdockException e) {
      throw new JdockException(e.kind(), "error while removing network: " + e.getMessage(), e);
    }
  }

  private void forget(String id) {
    networks.remove(id);
    files.delete(id);
  }

  /** Whether it is one of the three that every engine has. */
  public boolean isPredefined(NetworkDefinition network) {
    return network.id().equals(identity.networkId(network.name()));
  }

  /** The name of a network's bridge on the host, once there is one. */
  public Optional<String> bridgeName(NetworkDefinition network) {
    synchronized (lock) {
      return networks.bridge(network).flatMap(BridgeNetwork::bridgeName);
    }
  }

  /** What a network leads to, where that is not everything or nothing; looked at just now. */
  public Optional<Egress> egress(NetworkDefinition network) {
    synchronized (lock) {
      Optional<Egress> egress =
          network.allowed().isEmpty()
              ? Optional.empty()
              : networks.connectable(network.id()).egress();
      egress.ifPresent(Egress::look);
      return egress;
    }
  }

  /** Who is on a network. */
  public List<Endpoint> endpoints(NetworkDefinition network) {
    synchronized (lock) {
      return network.hasLinks()
          ? networks.connectable(network.id()).endpoints().all().stream()
              .map(EndpointFiles.Saved::endpoint)
              .toList()
          : List.of();
    }
  }

  /** How many addresses of each of its subnets are taken and free. */
  public List<SubnetUse> use(NetworkDefinition network) {
    synchronized (lock) {
      if (!network.hasLinks()) {
        return List.of();
      }
      Endpoints endpoints = networks.connectable(network.id()).endpoints();
      return network.pools().stream().map(pool -> endpoints.use(network, pool)).toList();
    }
  }
}
