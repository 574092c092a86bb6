package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.LinkKind;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.linux.netlink.NewLink;
import dev.jdock.runtime.network.egress.Egress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A network whose containers are on a link of this machine, beside it: macvlan and ipvlan. They are
 * reached at their own addresses by everybody there but this machine. Not thread-safe: {@link
 * Networks} locks.
 */
final class ParentNetwork implements ContainerNetwork {
  /** For the links of containers that have just ended, which hold addresses a little longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(10);

  private final NetworkHost host;
  private final NetworkDefinition definition;
  private final Endpoints endpoints;
  private final ParentOptions options;
  private final ParentLink parent;
  private final Supplier<Stream<ContainerNetwork>> all;

  /** The parent that the containers' links are on; 0 while there are none. */
  private int parentIndex;

  /**
   * @param alias of links that are made for it
   * @param all the networks there are, which may share a parent
   */
  ParentNetwork(
      NetworkHost host,
      NetworkDefinition definition,
      String alias,
      Endpoints endpoints,
      Supplier<Stream<ContainerNetwork>> all) {
    this.host = host;
    this.definition = definition;
    this.endpoints = endpoints;
    this.all = all;
    this.options = ParentOptions.of(definition.driver(), definition.options());
    boolean none = options.parent().isEmpty();
    this.parent =
        new ParentLink(none ? options.standIn(definition.id()) : options.parent(), none, alias);
  }

  @Override
  public NetworkDefinition definition() {
    return definition;
  }

  @Override
  public Endpoints endpoints() {
    return endpoints;
  }

  @Override
  public Optional<Egress> egress() {
    return Optional.empty();
  }

  @Override
  public Optional<EndpointPorts> ports() {
    return Optional.empty();
  }

  @Override
  public void restore() {
    endpoints.restore(definition.pools().stream().map(NetworkDefinition.Pool::subnet).toList());
    parentIndex = host.routes().link(parent.name()).map(Link::index).orElse(0);
  }

  @Override
  public void make() {
    parentIndex = parent.make(host.routes()).index();
  }

  @Override
  public NewEndpoint connect(
      ContainerName container,
      Wish wish,
      String link,
      Set<AddressFamily> wayOut,
      NetworkNamespace netns) {
    requireNew(container);
    if (options.kind() instanceof LinkKind.Ipvlan && wish.mac() != null) {
      throw JdockException.invalid(
          "failed to create endpoint "
              + container.name()
              + " on network "
              + name()
              + ": ipvlan interfaces do not support custom mac address assignment");
    }
    requireParent();
    Endpoint endpoint =
        new Endpoint(
            host.hex(64),
            container.id(),
            container.name(),
            definition.pools().stream().map(pool -> place(pool, wish)).toList(),
            "",
            mac(wish),
            new Endpoint.ContainerLink(link, wish.priority()));
    endpoints.save(new EndpointFiles.Saved(endpoint, List.of()));
    try {
      makeLink(endpoint, wish, wayOut, netns);
      // Whether the addresses are free shows in the making.
      return new NewEndpoint(endpoint, () -> {});
    } catch (RuntimeException e) {
      Undo.after(e, () -> disconnect(container.id(), netns));
      throw e;
    }
  }

  /** One that somebody has deleted is made again if that can be. */
  private void requireParent() {
    try {
      make();
    } catch (JdockException e) {
      throw e.kind() == JdockException.Kind.INVALID
          ? JdockException.internal(
              "the requested parent interface " + parent.name() + " was not found on the host", e)
          : e;
    }
  }

  /** Null for the parent's. */
  private @Nullable MacAddress mac(Wish wish) {
    if (options.kind() instanceof LinkKind.Ipvlan) {
      return null;
    }
    // Not made of the address: a link that has just ended may still be there under it.
    return wish.mac() == null ? host.mac() : wish.mac();
  }

  private Place place(NetworkDefinition.Pool pool, Wish wish) {
    return new Place(
        endpoints.address(definition, pool, wish), pool.subnet(), definition.gateway(pool));
  }

  private void makeLink(
      Endpoint endpoint, Wish wish, Set<AddressFamily> wayOut, NetworkNamespace netns) {
    NewLink link =
        new NewLink(
            endpoint.link().name(), endpoint.mac().orElse(null), definition.mtu(), netns.fd());
    String failure = "failed to create the " + options.kind().text() + " port";
    long end = System.nanoTime() + (isRival(endpoint) ? 0 : PATIENCE.toNanos());
    while (true) {
      try {
        host.routes().createLink(link, options.kind(), parentIndex);
        configure(endpoint, wish, wayOut, netns);
        return;
      } catch (SyscallException e) {
        // The kernel deletes a network namespace some time after its last process: until then its
        // links have their addresses, or their parent for themselves.
        boolean passing = e.errno() == Errno.EADDRINUSE || e.errno() == Errno.EINVAL;
        if (!passing || System.nanoTime() >= end) {
          throw ParentLink.refused(failure, options.kind(), e);
        }
      }
      pause();
    }
  }

  /** Whether another container has what it wants, and keeps it. */
  private boolean isRival(Endpoint endpoint) {
    return endpoints.all().stream()
        .map(EndpointFiles.Saved::endpoint)
        .filter(other -> !other.containerId().equals(endpoint.containerId()))
        .anyMatch(other ->
            options.isExclusive()
                || (other.mac().isPresent() && other.mac().equals(endpoint.mac())));
  }

  private static void configure(
      Endpoint endpoint, Wish wish, Set<AddressFamily> wayOut, NetworkNamespace netns) {
    try {
      ContainerLinks.configure(netns, endpoint, wish.linkLocal(), wayOut, wish.options());
    } catch (RuntimeException e) {
      Undo.after(e, () -> ContainerLinks.delete(netns, endpoint.link().name()));
      throw e;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw JdockException.internal("interrupted while a link was made", e);
    }
  }

  @Override
  public void disconnect(String containerId, @Nullable NetworkNamespace netns) {
    EndpointFiles.Saved saved = endpoints.find(containerId);
    if (saved == null) {
      return;
    }
    Endpoint endpoint = saved.endpoint();
    if (netns != null) {
      ContainerLinks.delete(netns, endpoint.link().name());
    }
    // Without a namespace it goes with its container.
    endpoints.leave(endpoint);
    endpoints.gone(endpoint);
  }

  @Override
  public void removeStrays() {
    // They have no end on this side: none outlives its container.
  }

  @Override
  public void mend(Map<String, Link> links, ContainerNamespaces namespaces, Ways ways) {
    if (endpoints.isEmpty()) {
      return;
    }
    Link there = links.get(parent.name());
    if (there != null && there.index() == parentIndex) {
      return;
    }
    try {
      make();
    } catch (JdockException notThere) {
      // Nobody but its owner can bring it back.
      return;
    }
    for (EndpointFiles.Saved saved : endpoints.all()) {
      Endpoint endpoint = saved.endpoint();
      namespaces.visit(
          endpoint.containerId(),
          name(),
          (netns, wish) -> {
            if (!ContainerLinks.has(netns, endpoint.link().name())) {
              makeLink(endpoint, wish, ways.of(endpoint.containerId(), this), netns);
            }
          });
    }
  }

  @Override
  public void removeFromKernel() {
    requireUnused();
    parentIndex = 0;
    boolean shared =
        all.get().anyMatch(other -> other instanceof ParentNetwork that && that.isOn(parent));
    if (!shared) {
      parent.deleteOwn(host.routes());
    }
  }

  private boolean isOn(ParentLink link) {
    return parentIndex != 0 && parent.name().equals(link.name());
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
