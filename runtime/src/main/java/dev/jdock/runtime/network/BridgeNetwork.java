package dev.jdock.runtime.network;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.NetworkSettings;
import dev.jdock.linux.netlink.RouteSocket.VethEnd;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A network whose containers are ports of a bridge, with what of it is in the kernel: the bridge
 * and its table come with the first container. Not thread-safe: {@link Networks} locks.
 */
final class BridgeNetwork implements AutoCloseable {
  private final NetworkHost host;
  private final String alias;
  private final Endpoints endpoints;
  private final EndpointPorts ports;
  private NetworkDefinition definition;
  private @Nullable Bridge bridge;
  private @Nullable NatTable nat;

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
            host, endpoints, () -> this.definition.hostBinding(), () -> Optional.ofNullable(nat));
  }

  NetworkDefinition definition() {
    return definition;
  }

  Endpoints endpoints() {
    return endpoints;
  }

  /** Those that its containers have published. */
  EndpointPorts ports() {
    return ports;
  }

  /** Finds what an earlier engine has made. */
  void restore() {
    Optional<Bridge.Found> found = Bridge.find(host.routes(), alias).filter(this::isWhole);
    List<NetworkDefinition.Pool> pools = found.map(this::pools).orElse(List.of());
    endpoints.restore(pools.stream().map(NetworkDefinition.Pool::subnet).toList());
    found.ifPresent(bridge -> use(Bridge.of(host.routes(), bridge, plan(pools))));
  }

  /** What addresses the default network has is known from its bridge alone. */
  private boolean isWhole(Bridge.Found found) {
    if (isDefault() && found.addresses().isEmpty()) {
      // Its maker did not come further.
      host.routes().deleteLink(found.name());
      return false;
    }
    return true;
  }

  private Bridge.Plan plan(List<NetworkDefinition.Pool> pools) {
    return new Bridge.Plan(
        pools,
        pools.stream().filter(pool -> definition.hasBridgeAddress(pool.subnet().family())).toList(),
        mtu());
  }

  /** Nothing of it is in the kernel. */
  void restoreNothing() {
    endpoints.restore(List.of());
  }

  Optional<String> bridgeName() {
    return Optional.ofNullable(bridge).map(Bridge::name);
  }

  /** Makes it, or what is missing of it. */
  Bridge bridge() {
    follow();
    Bridge current = bridge;
    if (current != null && current.isThere(host.routes())) {
      return current;
    }
    Bridge made = Bridge.create(host.routes(), linkName(), alias, plan(pools()));
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
    boolean same = definition.options().equals(wanted.options());
    if (bridge != null && !(same && wanted.isMet(bridge.pools()))) {
      removeFromKernel();
    }
    if (bridge == null) {
      definition = definition.with(wanted.ipam(), wanted.options());
    }
  }

  /** Those of the default network are chosen anew whenever its bridge is made. */
  private List<NetworkDefinition.Pool> pools() {
    List<NetworkDefinition.Pool> known = definition.pools();
    return known.isEmpty()
        ? definition.ipam().families().stream().map(this::chosen).toList()
        : known;
  }

  private NetworkDefinition.Pool chosen(AddressFamily family) {
    return host.defaults()
        .bridge()
        .pool(family)
        .orElseGet(() -> NetworkDefinition.Pool.of(host.freeSubnet(family)));
  }

  /** What an earlier engine has chosen for the default network is seen from its bridge. */
  private List<NetworkDefinition.Pool> pools(Bridge.Found found) {
    if (!isDefault()) {
      return definition.pools();
    }
    DefaultBridge wanted = knownDefaults();
    definition = definition.with(definition.ipam(), wanted.options());
    return found.addresses().stream().map(Bridge::pool).map(wanted::known).toList();
  }

  /** An engine starts whatever the file says: it is told to who makes the next container. */
  private DefaultBridge knownDefaults() {
    try {
      return host.defaults().bridge();
    } catch (JdockException e) {
      host.warn(String.valueOf(e.getMessage()));
      return DefaultBridge.USUAL;
    }
  }

  /** The default network's is the next that is free. */
  private String linkName() {
    if (isDefault()) {
      return bridge == null ? "" : bridge.name();
    }
    String wanted = definition.options().getOrDefault(NetworkDefinition.BRIDGE_NAME, "");
    return wanted.isEmpty() ? "br-" + definition.id().substring(0, 12) : wanted;
  }

  private boolean isDefault() {
    return definition.name().equals(NetworkDefinition.DEFAULT);
  }

  private int mtu() {
    String wanted = definition.options().get(NetworkDefinition.MTU);
    return wanted == null ? 0 : Integer.parseInt(wanted);
  }

  private void use(Bridge found) {
    bridge = found;
    if (isDefault()) {
      boolean six =
          found.pools().stream().anyMatch(pool -> pool.subnet().family() == AddressFamily.IPV6);
      definition =
          definition.withIpam(
              new NetworkDefinition.Ipam("default", new TreeMap<>(), found.pools(), true, six));
    }
    forward();
    makeTable(found);
  }

  private void forward() {
    for (AddressFamily family : definition.ipam().families()) {
      try {
        if (family == AddressFamily.IPV4) {
          NetworkSettings.write("ipv4/ip_forward", "1");
        } else {
          Ipv6.forward();
        }
      } catch (SyscallException e) {
        host.warn(
            (family == AddressFamily.IPV4 ? "IPv4" : "IPv6")
                + " forwarding is disabled: containers reach this machine only: "
                + e.getMessage());
      }
    }
  }

  private void makeTable(Bridge on) {
    closeTable();
    try {
      nat =
          NatTable.create(
              isDefault() ? on.name() : "jdock-" + definition.id().substring(0, 12),
              on.name(),
              on.pools().stream().map(this::policy).toList(),
              endpoints.all());
    } catch (SyscallException e) {
      host.warn(
          "the kernel has no nf_tables address translation: containers do not reach other machines,"
              + " and published ports are served without the client's address: "
              + e.getMessage());
    }
  }

  private FamilyTable.Policy policy(NetworkDefinition.Pool pool) {
    return new FamilyTable.Policy(
        pool.subnet(),
        definition.internal(),
        definition.masquerades(),
        definition.gatewayMode(pool.subnet().family()) == GatewayMode.NAT_UNPROTECTED);
  }

  private void closeTable() {
    if (nat != null) {
      nat.close();
      nat = null;
    }
  }

  /**
   * Gives the network namespace a link on this network, with an address, and sets its loopback
   * interface up.
   *
   * @param wayOut versions of IP of which this network's gateway is its default route
   */
  Endpoint connect(
      ContainerName container,
      Wish wish,
      String link,
      Set<AddressFamily> wayOut,
      NetworkNamespace netns) {
    Bridge on = bridge();
    mendTable(on);
    if (endpoints.find(container.id()) != null) {
      throw JdockException.forbidden(
          "endpoint with name " + container.name() + " already exists in network " + name());
    }
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
      makeLink(endpoint, on, wish, wayOut, netns);
      if (nat != null) {
        nat.admit();
      }
      return endpoint;
    } catch (RuntimeException e) {
      Undo.after(e, () -> disconnect(container.id()));
      throw e;
    }
  }

  private void makeLink(
      Endpoint endpoint, Bridge on, Wish wish, Set<AddressFamily> wayOut, NetworkNamespace netns) {
    host.routes()
        .createBridgePort(
            new VethEnd(endpoint.hostLink(), null, on.mtu(), null),
            new VethEnd(endpoint.link().name(), endpoint.mac(), on.mtu(), netns.fd()),
            on.index(),
            !definition.joinsContainers());
    ContainerLinks.configure(netns, endpoint, wish.linkLocal(), wayOut, wish.options());
  }

  private Place place(NetworkDefinition.Pool pool, Wish wish) {
    return new Place(address(pool, wish), pool.subnet(), definition.gateway(pool));
  }

  private InetAddress address(NetworkDefinition.Pool pool, Wish wish) {
    Set<InetAddress> taken = new HashSet<>(endpoints.takenAddresses());
    taken.add(pool.bridgeAddress());
    taken.addAll(pool.auxiliary().values());
    Optional<InetAddress> wanted =
        wish.addresses().stream()
            .filter(each -> AddressFamily.of(each) == pool.subnet().family())
            .findFirst();
    if (wanted.isPresent()) {
      if (taken.contains(wanted.get())) {
        throw JdockException.conflict("Address already in use");
      }
      return wanted.get();
    }
    Subnet range = pool.range();
    return pool.subnet()
        .free(range == null ? pool.subnet() : range, taken)
        .orElseThrow(() ->
            new JdockException(
                JdockException.Kind.UNAVAILABLE,
                "no available "
                    + (pool.subnet().family() == AddressFamily.IPV4 ? "IPv4" : "IPv6")
                    + " addresses on this network's address pools: "
                    + name()
                    + " ("
                    + definition.id()
                    + ")"));
  }

  String name() {
    return definition.name();
  }

  /** Unpublishes the container's ports and removes its endpoint, if it has one. */
  void disconnect(String containerId) {
    EndpointFiles.Saved saved = endpoints.find(containerId);
    if (saved == null) {
      return;
    }
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

  /** Removes links on the bridge that belong to no endpoint. */
  void removeStrays() {
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

  /**
   * Makes again what somebody has deleted of it.
   *
   * @param links names of all links of this machine
   * @param namespaces of containers that run
   * @param ways which network has the default routes of a container
   */
  void mend(Set<String> links, ContainerNamespaces namespaces, Ways ways) {
    if (bridge == null || endpoints.isEmpty()) {
      return;
    }
    Bridge on = links.contains(bridge.name()) ? bridge : bridge();
    on.complete(host.routes());
    mendTable(on);
    if (nat != null) {
      nat.admit();
    }
    for (EndpointFiles.Saved saved : endpoints.all()) {
      if (!links.contains(saved.endpoint().hostLink())) {
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
        netns -> {
          if (!ContainerLinks.has(netns, endpoint.link().name())) {
            Wish wish = Wish.of(name());
            makeLink(endpoint, on, wish, ways.of(endpoint.containerId(), this), netns);
          }
        });
  }

  /**
   * Removes bridge and table, so that nothing of this network is left in the kernel.
   *
   * @throws JdockException FORBIDDEN while a container is connected
   */
  void removeFromKernel() {
    requireUnused();
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

  /**
   * @throws JdockException FORBIDDEN while a container is connected
   */
  void requireUnused() {
    if (!endpoints.isEmpty()) {
      throw JdockException.forbidden(
          "network " + name() + " has active endpoints (" + endpoints.shown() + ")");
    }
  }

  /** Leaves the kernel's state as it is. */
  @Override
  public void close() {
    closeTable();
  }
}
