package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.NewLink;
import dev.jdock.runtime.network.egress.AllowList;
import dev.jdock.runtime.network.egress.Egress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network whose containers are ports of a bridge, with what of it is in the kernel: the bridge
 * and its table come with the first container. Not thread-safe: {@link Networks} locks.
 */
final class BridgeNetwork implements ContainerNetwork {
  private final NetworkHost host;
  private final String alias;
  private final Endpoints endpoints;
  private final EndpointPorts ports;
  private NetworkDefinition definition;
  private @Nullable Bridge bridge;
  private @Nullable NatTable nat;

  /** What it leads to, where that is not everything or nothing. */
  private final Optional<Egress> egress;

  /**
   * @param alias of its bridge
   */
  BridgeNetwork(NetworkHost host, NetworkDefinition definition, String alias, Endpoints endpoints) {
    this.host = host;
    this.definition = definition;
    this.alias = alias;
    this.endpoints = endpoints;
    this.ports =
        new EndpointPorts(
            host,
            endpoints,
            () -> this.definition.hostBinding(),
            () -> Optional.ofNullable(nat),
            () -> this.definition.routed());
    this.egress =
        definition.allowed().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Egress(
                    "jdock-allow-" + definition.id().substring(0, 12),
                    AllowList.parse(definition.allowed()),
                    definition.ipam().families(),
                    endpoints::owner,
                    refusal -> host.refused(definition, refusal)));
  }

  @Override
  public Optional<Egress> egress() {
    return egress;
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
  public Optional<EndpointPorts> ports() {
    return Optional.of(ports);
  }

  @Override
  public void restore() {
    Optional<Bridge.Found> found = Bridge.find(host.routes(), alias).filter(blueprint()::isWhole);
    if (isDefault()) {
      definition = definition.with(definition.ipam(), blueprint().known().options());
    }
    List<NetworkDefinition.Pool> pools = found.map(blueprint()::pools).orElse(List.of());
    endpoints.restore(pools.stream().map(NetworkDefinition.Pool::subnet).toList());
    found.ifPresent(bridge -> use(Bridge.of(host.routes(), bridge, blueprint().plan(pools))));
  }

  /** Nothing of it is in the kernel. */
  void restoreNothing() {
    endpoints.restore(List.of());
  }

  Optional<String> bridgeName() {
    return Optional.ofNullable(bridge).map(Bridge::name);
  }

  @Override
  public void make() {
    Bridge _ = bridge();
  }

  /** Makes it, or what is missing of it. */
  Bridge bridge() {
    follow();
    Bridge current = bridge;
    if (current != null && current.isThere(host.routes())) {
      return current;
    }
    Blueprint wanted = blueprint();
    // The default network's is the next that is free.
    String name = isDefault() ? bridgeName().orElse("") : wanted.linkName();
    Bridge made = Bridge.create(host.routes(), name, alias, wanted.plan(wanted.pools()));
    use(made);
    // Ports outlive their bridge.
    for (String link : endpoints.hostLinks()) {
      if (host.routes().link(link).isPresent()) {
        host.routes().addBridgePort(link, made.index(), !definition.joinsContainers());
      }
    }
    return made;
  }

  /** The default network becomes what the machine's settings say while nobody is on it. */
  private void follow() {
    if (!isDefault() || !endpoints.isEmpty()) {
      return;
    }
    DefaultBridge wanted = host.defaults().bridge();
    if (wanted.ipv6()) {
      Ipv6.require(name());
    }
    boolean same = definition.options().equals(wanted.options());
    if (bridge != null && !(same && wanted.isMet(bridge.pools()))) {
      removeFromKernel();
    }
    if (bridge == null) {
      definition = definition.with(wanted.ipam(), wanted.options());
    }
  }

  private Blueprint blueprint() {
    return new Blueprint(host, definition, isDefault());
  }

  private boolean isDefault() {
    return definition.name().equals(NetworkDefinition.DEFAULT);
  }

  private void use(Bridge found) {
    bridge = found;
    // Before any packet is forwarded; what cannot be guarded is refused by every start.
    guard(found);
    if (isDefault()) {
      boolean six =
          found.pools().stream().anyMatch(pool -> pool.subnet().family() == AddressFamily.IPV6);
      definition =
          definition.withIpam(
              new NetworkDefinition.Ipam("default", null, found.pools(), true, six));
    }
    Forwarding.enable(definition.ipam().families(), host);
    makeTable(found);
  }

  private void guard(Bridge on) {
    if (egress.isEmpty()) {
      return;
    }
    try {
      egress.get().guard(on.name());
    } catch (SyscallException e) {
      host.warn("network " + name() + " is not guarded: " + e.getMessage());
    }
  }

  /** Without it everybody would be reached. */
  private void requireGuard(Bridge on) {
    try {
      egress.ifPresent(each -> each.guard(on.name()));
    } catch (SyscallException e) {
      throw new JdockException(
          JdockException.Kind.UNAVAILABLE,
          "network "
              + name()
              + " leads to some places only, for which the kernel needs nf_tables: "
              + e.getMessage(),
          e);
    }
  }

  private void makeTable(Bridge on) {
    closeTable();
    try {
      nat =
          NatTable.create(
              isDefault() ? on.name() : "jdock-" + definition.id().substring(0, 12),
              on.name(),
              on.pools().stream().map(blueprint()::policy).toList(),
              endpoints.all());
    } catch (SyscallException e) {
      host.warn(
          "the kernel has no nf_tables address translation: containers do not reach other machines,"
              + " and published ports are served without the client's address: "
              + e.getMessage());
    }
  }

  private void closeTable() {
    if (nat != null) {
      nat.close();
      nat = null;
    }
  }

  @Override
  public NewEndpoint connect(
      ContainerName container,
      Wish wish,
      String link,
      Set<AddressFamily> wayOut,
      NetworkNamespace netns) {
    Bridge on = bridge();
    mendTable(on);
    requireGuard(on);
    requireNew(container);
    Endpoint endpoint =
        new Endpoint(
            host.hex(64),
            container.id(),
            container.name(),
            on.pools().stream().map(pool -> place(pool, wish)).toList(),
            "veth" + host.hex(7),
            wish.mac(),
            new Endpoint.ContainerLink(link, wish.priority()));
    // The file comes first: a crash leaves a file without a link, never a link that nobody knows.
    endpoints.save(new EndpointFiles.Saved(endpoint, List.of()));
    try {
      makeLink(endpoint, on, netns);
      if (nat != null) {
        nat.admit();
      }
      return new NewEndpoint(endpoint, () -> configure(endpoint, wish, wayOut, netns));
    } catch (RuntimeException e) {
      Undo.after(e, () -> disconnect(container.id(), null));
      throw e;
    }
  }

  private void makeLink(Endpoint endpoint, Bridge on, NetworkNamespace netns) {
    host.routes()
        .createBridgePort(
            new NewLink(endpoint.hostLink(), null, on.mtu(), null),
            new NewLink(endpoint.link().name(), endpoint.mac().orElseThrow(), on.mtu(), netns.fd()),
            on.index(),
            !definition.joinsContainers());
  }

  private static void configure(
      Endpoint endpoint, Wish wish, Set<AddressFamily> wayOut, NetworkNamespace netns) {
    ContainerLinks.configure(netns, endpoint, wish.linkLocal(), wayOut, wish.options());
  }

  private Place place(NetworkDefinition.Pool pool, Wish wish) {
    return new Place(
        endpoints.address(definition, pool, wish), pool.subnet(), definition.gateway(pool));
  }

  @Override
  public void disconnect(String containerId, @Nullable NetworkNamespace netns) {
    EndpointFiles.Saved saved = endpoints.find(containerId);
    if (saved == null) {
      return;
    }
    // While it is known whose address it was.
    egress.ifPresent(Egress::look);
    try {
      // Its file goes with the link: on a full disk none could be written.
      ports.takeBack(saved, saved.ports());
    } finally {
      endpoints.leave(saved.endpoint());
      host.departures()
          .start(
              saved.endpoint(),
              gone -> host.locked(() -> endpoints.gone(gone)),
              e -> host.locked(() -> refused(e)));
    }
  }

  /** The address stays taken, the file stays for the next engine. */
  private void refused(SyscallException e) {
    host.warn("cannot remove a container's link: " + e.getMessage());
  }

  @Override
  public void removeStrays() {
    Bridge on = bridge;
    if (on == null) {
      return;
    }
    Set<String> known = endpoints.hostLinks();
    for (Link link : host.routes().links()) {
      if (link.master() == on.index()
          && link.kind().equals("veth")
          && link.name().startsWith("veth")
          && !known.contains(link.name())) {
        host.routes().deleteLink(link.name());
      }
    }
  }

  @Override
  public void mend(Map<String, Link> links, ContainerNamespaces namespaces, Ways ways) {
    if (bridge == null || endpoints.isEmpty()) {
      return;
    }
    Bridge on = links.containsKey(bridge.name()) ? bridge : bridge();
    on.complete(host.routes());
    guard(on);
    mendTable(on);
    egress.ifPresent(Egress::look);
    if (nat != null) {
      nat.admit();
    }
    for (EndpointFiles.Saved saved : endpoints.all()) {
      if (!links.containsKey(saved.endpoint().hostLink())) {
        mendLink(saved.endpoint(), on, namespaces, ways);
      }
    }
  }

  private void mendTable(Bridge on) {
    if (nat != null && !nat.isThere()) {
      makeTable(on);
    }
  }

  /** The other end has gone with it. */
  private void mendLink(Endpoint endpoint, Bridge on, ContainerNamespaces namespaces, Ways ways) {
    namespaces.visit(
        endpoint.containerId(),
        name(),
        (netns, wish) -> {
          if (!ContainerLinks.has(netns, endpoint.link().name())) {
            makeLink(endpoint, on, netns);
            configure(endpoint, wish, ways.of(endpoint.containerId(), this), netns);
          }
        });
  }

  @Override
  public void removeFromKernel() {
    requireUnused();
    egress.ifPresent(Egress::remove);
    if (nat != null) {
      nat.remove();
      closeTable();
    }
    if (bridge != null) {
      boolean _ = host.routes().deleteLink(bridge.name());
      bridge = null;
    }
    if (isDefault()) {
      definition = definition.withIpam(NetworkDefinition.Ipam.EMPTY);
    }
  }

  @Override
  public void close() {
    egress.ifPresent(Egress::close);
    closeTable();
  }
}
