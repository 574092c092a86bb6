package dev.jdock.runtime.network;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.NfBatch;
import dev.jdock.linux.netlink.NfBatch.Hook;
import dev.jdock.linux.netlink.NfExpression;
import dev.jdock.linux.netlink.NfExpression.And;
import dev.jdock.linux.netlink.NfExpression.Compare;
import dev.jdock.linux.netlink.NfExpression.Conntrack;
import dev.jdock.linux.netlink.NfExpression.Constant;
import dev.jdock.linux.netlink.NfExpression.DestinationNat;
import dev.jdock.linux.netlink.NfExpression.DestinationType;
import dev.jdock.linux.netlink.NfExpression.InSet;
import dev.jdock.linux.netlink.NfExpression.Lookup;
import dev.jdock.linux.netlink.NfExpression.Masquerade;
import dev.jdock.linux.netlink.NfExpression.Meta;
import dev.jdock.linux.netlink.NfExpression.Payload;
import dev.jdock.linux.netlink.NfExpression.SourceNat;
import dev.jdock.linux.netlink.NfExpression.Verdict;
import dev.jdock.linux.netlink.NfMap.Element;
import dev.jdock.linux.netlink.NfMap.Field;
import dev.jdock.linux.netlink.NfTables;
import dev.jdock.runtime.engine.PortMapping;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A bridge's nf_tables table of one version of IP: rules that never change, two maps from ports of
 * the host to addresses and ports of containers, and a set of those that are open at containers'
 * own addresses. Publishing a port is one element of a map.
 */
final class FamilyTable implements AutoCloseable {
  private static final String WILDCARD = "ports";
  private static final String SPECIFIC = "address-ports";
  private static final String OPEN = "open-ports";
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int SCTP = 132;
  private static final int ICMP = 1;
  private static final int ICMP_OF_IPV6 = 58;

  /** Of every link, and meaning nothing on others (RFC 4291). */
  private static final Subnet LINK_LOCAL = Subnet.parse("fe80::/10");

  private final NfTables tables;
  private final AddressFamily family;
  private final String name;
  private final String bridge;
  private final TrafficPolicy policy;

  private FamilyTable(NfTables tables, String name, String bridge, TrafficPolicy policy) {
    this.tables = tables;
    this.family = policy.family();
    this.name = name;
    this.bridge = bridge;
    this.policy = policy;
  }

  /** What leads where: the elements of the maps. */
  private record Elements(List<Element> wildcard, List<Element> specific, List<byte[]> open) {}

  /**
   * Creates the table, or replaces that of an earlier engine atomically: connections and published
   * ports are kept.
   *
   * @param name of the table
   * @throws SyscallException when the kernel lacks nf_tables or an expression of the rules
   */
  static FamilyTable create(
      String name, String bridge, TrafficPolicy policy, List<EndpointFiles.Saved> endpoints) {
    NfTables tables = NfTables.open(policy.family());
    try {
      FamilyTable table = new FamilyTable(tables, name, bridge, policy);
      NfBatch batch = tables.batch(name).addTable().deleteTable().addTable();
      table.rules(batch);
      for (EndpointFiles.Saved saved : endpoints) {
        table.add(batch, table.elements(saved.endpoint(), saved.ports()));
      }
      tables.commit(batch);
      return table;
    } catch (RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  private void rules(NfBatch batch) {
    batch.addPortMap(WILDCARD, List.of(Field.PROTOCOL, Field.PORT));
    batch.addPortMap(SPECIFIC, List.of(Field.ADDRESS, Field.PROTOCOL, Field.PORT));
    batch.addLastingSet(OPEN, List.of(Field.ADDRESS, Field.PROTOCOL, Field.PORT));

    batch.addChain("prerouting", Hook.PREROUTING);
    batch.addRule("prerouting", specific());
    batch.addRule("prerouting", wildcard());

    // What this machine sends to its own addresses; loopback is served by the engine's listeners.
    batch.addChain("output", Hook.OUTPUT);
    batch.addRule("output", join(notToLoopback(), specific()));
    batch.addRule("output", join(notToLoopback(), wildcard()));

    batch.addChain("postrouting", Hook.POSTROUTING);
    if (policy.masquerade()) {
      masquerade(batch);
    }
    batch.addChain("forward", Hook.FORWARD);
    if (policy.internal()) {
      confine(batch);
    } else {
      route(batch);
    }
  }

  /**
   * The second rule: a container that reaches another, or itself, through an address of the host
   * must get its answers through the host as well.
   */
  private void masquerade(NfBatch batch) {
    NfExpression[] inside = from(policy.subnet(), true);
    NfExpression[] masquerade = {new Masquerade()};
    InetAddress source = policy.source();
    NfExpression[] out =
        source == null
            ? masquerade
            : new NfExpression[] {new Constant(1, source.getAddress()), new SourceNat(family, 1)};
    batch.addRule("postrouting", join(inside, interfaceIs(Meta.Key.OUTPUT_NAME, false), out));
    batch.addRule(
        "postrouting",
        join(
            inside,
            interfaceIs(Meta.Key.OUTPUT_NAME, true),
            tracked(Conntrack.Tracked.STATUS, NfExpression.CT_STATUS_DNAT),
            masquerade));
  }

  /** The machine is a router now: strangers reach published ports only. */
  private void route(NfBatch batch) {
    NfExpression[] accept = {new Verdict(true)};
    batch.addRule(
        "forward",
        join(
            tracked(Conntrack.Tracked.STATE, NfExpression.CT_ESTABLISHED | NfExpression.CT_RELATED),
            accept));
    batch.addRule(
        "forward", join(tracked(Conntrack.Tracked.STATUS, NfExpression.CT_STATUS_DNAT), accept));
    batch.addRule("forward", join(interfaceIs(Meta.Key.INPUT_NAME, true), accept));
    for (String link : policy.trusted()) {
      NfExpression[] from = {
        new Meta(Meta.Key.INPUT_NAME, 1), new Compare(1, true, NfExpression.name(link))
      };
      batch.addRule(
          "forward", join(from, interfaceIs(Meta.Key.OUTPUT_NAME, true), opened(), accept));
    }
    if (policy.mode() == GatewayMode.ROUTED) {
      batch.addRule("forward", join(interfaceIs(Meta.Key.OUTPUT_NAME, true), opened(), accept));
      batch.addRule("forward", join(interfaceIs(Meta.Key.OUTPUT_NAME, true), icmp(), accept));
    }
    boolean open = policy.mode() == GatewayMode.NAT_UNPROTECTED;
    batch.addRule(
        "forward",
        join(interfaceIs(Meta.Key.OUTPUT_NAME, true), new NfExpression[] {new Verdict(open)}));
  }

  private NfExpression[] opened() {
    NfExpression[] address = {destination(family.addressLength())};
    return join(
        address, protocolAndPort(addressRegisters()), new NfExpression[] {new InSet(OPEN, 1)});
  }

  private NfExpression[] icmp() {
    byte number = (byte) (family == AddressFamily.IPV4 ? ICMP : ICMP_OF_IPV6);
    return new NfExpression[] {
      new Meta(Meta.Key.PROTOCOL, 1), new Compare(1, true, new byte[] {number})
    };
  }

  /** Whoever adds a route inside still gets nowhere. */
  private void confine(NfBatch batch) {
    NfExpression[] drop = {new Verdict(false)};
    batch.addRule(
        "forward",
        join(
            interfaceIs(Meta.Key.INPUT_NAME, true),
            interfaceIs(Meta.Key.OUTPUT_NAME, false),
            drop));
    batch.addRule(
        "forward",
        join(
            interfaceIs(Meta.Key.OUTPUT_NAME, true),
            interfaceIs(Meta.Key.INPUT_NAME, false),
            drop));
  }

  private static NfExpression[] toThisMachine() {
    return new NfExpression[] {
      new DestinationType(1), new Compare(1, true, NfExpression.host32(NfExpression.RTN_LOCAL))
    };
  }

  private NfExpression[] wildcard() {
    return join(toThisMachine(), routable(), protocolAndPort(0), translate(WILDCARD));
  }

  private NfExpression[] specific() {
    NfExpression[] address = {destination(family.addressLength())};
    return join(
        toThisMachine(),
        routable(),
        address,
        protocolAndPort(addressRegisters()),
        translate(SPECIFIC));
  }

  /** Answers would not find back over another link: these are served by the engine's listeners. */
  private NfExpression[] routable() {
    return family == AddressFamily.IPV4 ? new NfExpression[0] : from(LINK_LOCAL, false);
  }

  private NfExpression[] notToLoopback() {
    byte[] loopback =
        family == AddressFamily.IPV4 ? new byte[] {127} : Subnet.parseAddress("::1").getAddress();
    return new NfExpression[] {destination(loopback.length), new Compare(1, false, loopback)};
  }

  private Payload source() {
    int offset = family == AddressFamily.IPV4 ? 12 : 8;
    return new Payload(Payload.Base.NETWORK, offset, family.addressLength(), 1);
  }

  /**
   * @param length how many bytes of it
   */
  private Payload destination(int length) {
    int offset = family == AddressFamily.IPV4 ? 16 : 24;
    return new Payload(Payload.Base.NETWORK, offset, length, 1);
  }

  /** How many four-byte registers an address takes. */
  private int addressRegisters() {
    return family.addressLength() / 4;
  }

  private static NfExpression[] protocolAndPort(int part) {
    return new NfExpression[] {
      new Meta(Meta.Key.PROTOCOL, NfExpression.part(part)),
      new Payload(Payload.Base.TRANSPORT, 2, 2, NfExpression.part(part + 1))
    };
  }

  private NfExpression[] translate(String map) {
    return new NfExpression[] {
      new Lookup(map, 1), new DestinationNat(family, 1, NfExpression.part(addressRegisters())),
    };
  }

  private NfExpression[] interfaceIs(Meta.Key key, boolean bridge) {
    return new NfExpression[] {
      new Meta(key, 1), new Compare(1, bridge, NfExpression.name(this.bridge))
    };
  }

  private NfExpression[] from(Subnet subnet, boolean inside) {
    return new NfExpression[] {
      source(),
      new And(1, NfExpression.mask(family, subnet.prefixLength())),
      new Compare(1, inside, subnet.network().getAddress())
    };
  }

  private static NfExpression[] tracked(Conntrack.Tracked what, int bits) {
    return new NfExpression[] {
      new Conntrack(what, 1),
      new And(1, NfExpression.host32(bits)),
      new Compare(1, false, NfExpression.host32(0))
    };
  }

  private static NfExpression[] join(NfExpression[]... parts) {
    return Stream.of(parts).flatMap(Stream::of).toArray(NfExpression[]::new);
  }

  /** Whether the kernel translates this port; the others are served by the listeners only. */
  private boolean translates(PortMapping port) {
    if (port.hostIp().isEmpty()) {
      return true;
    }
    InetAddress host = InetAddress.ofLiteral(port.hostIp());
    return AddressFamily.of(host) == family
        && !host.isLoopbackAddress()
        && !host.isLinkLocalAddress();
  }

  private static int protocol(PortMapping port) {
    return switch (port.protocol()) {
      case "sctp" -> SCTP;
      case "udp" -> UDP;
      default -> TCP;
    };
  }

  private Elements elements(Endpoint endpoint, List<PortMapping> ports) {
    Elements elements = new Elements(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Optional<Place> place = endpoint.place(family);
    if (place.isEmpty()) {
      return elements;
    }
    InetAddress container = place.get().address();
    for (PortMapping port : ports) {
      int protocol = protocol(port);
      if (!translates(port)) {
        continue;
      }
      InetAddress host = port.hostIp().isEmpty() ? null : InetAddress.ofLiteral(port.hostIp());
      if (policy.opensPorts()) {
        elements.open.add(
            Element.of(container, protocol, port.containerPort(), container, 0).key());
      }
      if (policy.mode() == GatewayMode.ROUTED) {
        continue;
      }
      if (host == null || host.isAnyLocalAddress()) {
        elements.wildcard.add(
            Element.of(protocol, port.hostPort(), container, port.containerPort()));
      } else {
        elements.specific.add(
            Element.of(host, protocol, port.hostPort(), container, port.containerPort()));
      }
    }
    return elements;
  }

  private void add(NfBatch batch, Elements elements) {
    batch.addElements(WILDCARD, elements.wildcard);
    batch.addElements(SPECIFIC, elements.specific);
    batch.addToSet(OPEN, elements.open);
  }

  void publish(Endpoint endpoint, List<PortMapping> ports) {
    NfBatch batch = tables.batch(name);
    add(batch, elements(endpoint, ports));
    tables.commit(batch);
  }

  /** Missing elements are ignored. */
  void unpublish(Endpoint endpoint, List<PortMapping> ports) {
    Elements elements = elements(endpoint, ports);
    elements.wildcard.forEach(element -> delete(WILDCARD, element));
    elements.specific.forEach(element -> delete(SPECIFIC, element));
    elements.open.forEach(key -> commit(tables.batch(name).deleteFromSet(OPEN, key)));
  }

  private void delete(String map, Element element) {
    commit(tables.batch(name).deleteElements(map, List.of(element)));
  }

  /** Of what may be gone already. */
  private void commit(NfBatch deletion) {
    try {
      tables.commit(deletion);
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  /** Whether it is still in the kernel: somebody may have flushed all tables. */
  boolean isThere() {
    return !tables.rules(name, "forward").isEmpty();
  }

  /** Of all tables of this machine: {@link NfTables#generation}. */
  int generation() {
    return tables.generation();
  }

  /** Sees that the host's own firewall, which may have come later, lets the bridge's packets by. */
  void admit() {
    HostFirewall.admit(tables, bridge);
  }

  /** Deletes the table with all that is in it. */
  void remove() {
    HostFirewall.withdraw(tables, bridge);
    tables.commit(tables.batch(name).addTable().deleteTable());
  }

  /** Leaves the table to the kernel. */
  @Override
  public void close() {
    tables.close();
  }
}
