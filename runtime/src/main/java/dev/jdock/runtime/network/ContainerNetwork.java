package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.Link;
import dev.jdock.runtime.network.egress.Egress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network whose containers get links, with what of it is in the kernel. Not thread-safe: {@link
 * Networks} locks.
 */
sealed interface ContainerNetwork extends AutoCloseable permits BridgeNetwork, ParentNetwork {
  NetworkDefinition definition();

  Endpoints endpoints();

  /** What it leads to, where that is not everything or nothing. */
  Optional<Egress> egress();

  /** The ports of this machine that lead to its containers; empty where none can. */
  Optional<EndpointPorts> ports();

  /** Finds what an earlier engine has made. */
  void restore();

  /** Makes of it what is missing. */
  void make();

  /**
   * Gives the network namespace a link on this network; its configuration gives that an address,
   * and sets the loopback interface up. Where it fails, the caller disconnects.
   *
   * @param wayOut versions of IP of which this network's gateway is its default route
   */
  NewEndpoint connect(
      ContainerName container,
      Wish wish,
      String link,
      Set<AddressFamily> wayOut,
      NetworkNamespace netns);

  /**
   * Unpublishes the container's ports and removes its endpoint, if it has one.
   *
   * @param netns null for a container that has ended, or is about to
   */
  void disconnect(String containerId, @Nullable NetworkNamespace netns);

  /** Removes links that belong to no endpoint. */
  void removeStrays();

  /**
   * Makes again what somebody has deleted of it.
   *
   * @param links all of this machine, by name
   * @param namespaces of containers that run
   * @param ways which network has the default routes of a container
   */
  void mend(Map<String, Link> links, ContainerNamespaces namespaces, Ways ways);

  /**
   * Removes what is in the kernel of it.
   *
   * @throws JdockException FORBIDDEN while a container is connected
   */
  void removeFromKernel();

  /** Leaves the kernel's state as it is. */
  @Override
  void close();

  default String name() {
    return definition().name();
  }

  /**
   * @throws JdockException FORBIDDEN while a container is connected
   */
  default void requireUnused() {
    if (!endpoints().isEmpty()) {
      throw JdockException.forbidden(
          "network " + name() + " has active endpoints (" + endpoints().shown() + ")");
    }
  }

  /**
   * @throws JdockException FORBIDDEN for one that is connected already
   */
  default void requireNew(ContainerName container) {
    if (endpoints().find(container.id()) != null) {
      throw JdockException.forbidden(
          "endpoint with name " + container.name() + " already exists in network " + name());
    }
  }
}
