package dev.jdock.runtime.network.egress;

import dev.jdock.image.text.AddressText;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.NfBatch;
import dev.jdock.linux.netlink.NfBatch.Hook;
import dev.jdock.linux.netlink.NfExpression;
import dev.jdock.linux.netlink.NfExpression.And;
import dev.jdock.linux.netlink.NfExpression.Between;
import dev.jdock.linux.netlink.NfExpression.Compare;
import dev.jdock.linux.netlink.NfExpression.Conntrack;
import dev.jdock.linux.netlink.NfExpression.CountInSet;
import dev.jdock.linux.netlink.NfExpression.DestinationType;
import dev.jdock.linux.netlink.NfExpression.InSet;
import dev.jdock.linux.netlink.NfExpression.Meta;
import dev.jdock.linux.netlink.NfExpression.Payload;
import dev.jdock.linux.netlink.NfExpression.Reject;
import dev.jdock.linux.netlink.NfExpression.Verdict;
import dev.jdock.linux.netlink.NfMap.Field;
import dev.jdock.linux.netlink.NfTables;
import dev.jdock.linux.netlink.NfTables.Member;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The nf_tables table that lets a bridge's packets go where they may. It is beside that of address
 * translation, and a packet has to be accepted by both.
 *
 * <p>Rules never change; a set for each group of ports has the addresses that names have led to,
 * each as long as its name does.
 */
final class EgressTable implements AutoCloseable {
  private static final String REFUSED = "refused";
  private static final String REFUSED_OTHERS = "refused-others";
  private static final int MOST_REFUSED = 1024;
  private static final long REFUSED_MILLIS = 3_600_000;

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMP_OF_IPV6 = 58;

  /** Types of ICMPv6 by which neighbours look for each other's addresses (RFC 4861). */
  private static final int NEIGHBOUR_SOLICITATION = 135;

  private static final int NEIGHBOUR_ADVERTISEMENT = 136;

  private final NfTables tables;
  private final AddressFamily family;
  private final String name;
  private final List<NfExpression[]> forward;
  private final List<NfExpression[]> input;
  private final int groups;

  private EgressTable(
      NfTables tables, AddressFamily family, String name, String bridge, AllowList allowed) {
    this.tables = tables;
    this.family = family;
    this.name = name;
    this.groups = allowed.groups().size();
    this.forward = forward(bridge, allowed);
    this.input = input(bridge, allowed);
  }

  /**
   * Finds the table of an earlier engine, or makes it.
   *
   * @param family whose packets it is for
   * @param open what is in its sets at first, in milliseconds, by group
   * @throws dev.jdock.linux.SyscallException when the kernel lacks nf_tables or an expression
   */
  static EgressTable of(
      AddressFamily family,
      String name,
      String bridge,
      AllowList allowed,
      List<Map<InetAddress, Long>> open) {
    NfTables tables = NfTables.open(family);
    try {
      EgressTable table = new EgressTable(tables, family, name, bridge, allowed);
      if (!table.isThere()) {
        table.make(open);
      }
      return table;
    } catch (RuntimeException e) {
      tables.close();
      throw e;
    }
  }

  private void make(List<Map<InetAddress, Long>> open) {
    NfBatch batch = tables.batch(name).addTable().deleteTable().addTable();
    for (int group = 0; group < groups; group++) {
      batch.addSet(set(group), List.of(Field.ADDRESS));
    }
    batch.addCountingSet(
        REFUSED,
        List.of(Field.ADDRESS, Field.ADDRESS, Field.PROTOCOL, Field.PORT),
        MOST_REFUSED,
        REFUSED_MILLIS);
    batch.addCountingSet(
        REFUSED_OTHERS,
        List.of(Field.ADDRESS, Field.ADDRESS, Field.PROTOCOL),
        MOST_REFUSED,
        REFUSED_MILLIS);
    batch.addChain("forward", Hook.FORWARD);
    forward.forEach(rule -> batch.addRule("forward", rule));
    batch.addChain("input", Hook.INPUT);
    input.forEach(rule -> batch.addRule("input", rule));
    tables.commit(batch);
    for (int group = 0; group < open.size(); group++) {
      NfBatch members = tables.batch(name);
      String set = set(group);
      open.get(group)
          .forEach((address, millis) -> members.addToSet(set, address.getAddress(), millis));
      tables.commit(members);
    }
  }

  private static String set(int group) {
    return "names-" + group;
  }

  private List<NfExpression[]> forward(String bridge, AllowList allowed) {
    List<NfExpression[]> rules = new ArrayList<>();
    rules.add(join(link(Meta.Key.INPUT_NAME, bridge, false), accept()));
    rules.add(established());
    rules.add(join(link(Meta.Key.OUTPUT_NAME, bridge, true), accept()));
    for (int group = 0; group < allowed.groups().size(); group++) {
      NfExpression[] led = {destination(1), new InSet(set(group), 1)};
      rules.addAll(accept(led, allowed.groups().get(group)));
    }
    rules.addAll(subnets(allowed));
    rules.addAll(refuse());
    return rules;
  }

  /** No name leads to this machine, whatever its addresses. */
  private List<NfExpression[]> input(String bridge, AllowList allowed) {
    List<NfExpression[]> rules = new ArrayList<>();
    rules.add(join(link(Meta.Key.INPUT_NAME, bridge, false), accept()));
    rules.add(established());
    if (family == AddressFamily.IPV6) {
      rules.add(neighbours());
    }
    // What is said to all on the link is no try to get anywhere.
    rules.add(
        new NfExpression[] {
          new DestinationType(1),
          new Compare(1, false, NfExpression.host32(NfExpression.RTN_LOCAL)),
          new Verdict(false)
        });
    rules.addAll(subnets(allowed));
    rules.addAll(refuse());
    return rules;
  }

  private List<NfExpression[]> subnets(AllowList allowed) {
    List<NfExpression[]> rules = new ArrayList<>();
    for (Allowed each : allowed.subnets(family)) {
      Destination.Subnet subnet = (Destination.Subnet) each.destination();
      NfExpression[] within = {
        destination(1),
        new And(1, NfExpression.mask(family, subnet.prefixLength())),
        new Compare(1, true, subnet.network().getAddress())
      };
      rules.addAll(accept(within, each.ports()));
    }
    return rules;
  }

  private static List<NfExpression[]> accept(NfExpression[] where, Ports ports) {
    if (ports.ranges().isEmpty()) {
      return List.<NfExpression[]>of(join(where, accept()));
    }
    List<NfExpression[]> rules = new ArrayList<>();
    for (Ports.Range range : ports.ranges()) {
      NfExpression[] port = {
        new Payload(Payload.Base.TRANSPORT, 2, 2, 1),
        new Between(1, port(range.from()), port(range.to()))
      };
      for (int protocol : List.of(TCP, UDP)) {
        rules.add(join(protocol(protocol, true), where, port, accept()));
      }
    }
    return rules;
  }

  /** Counts by who wants to go where, and tells the sender at once, so that it does not wait. */
  private List<NfExpression[]> refuse() {
    int parts = family.addressLength() / 4;
    NfExpression[] between = {
      source(),
      destination(NfExpression.part(parts)),
      new Meta(Meta.Key.PROTOCOL, NfExpression.part(2 * parts))
    };
    NfExpression[] port = {
      new Payload(Payload.Base.TRANSPORT, 2, 2, NfExpression.part(2 * parts + 1)),
      new CountInSet(REFUSED, 1)
    };
    return List.of(
        join(protocol(TCP, true), between, port),
        join(protocol(UDP, true), between, port),
        join(
            protocol(TCP, false),
            protocol(UDP, false),
            between,
            new NfExpression[] {new CountInSet(REFUSED_OTHERS, 1)}),
        join(protocol(TCP, true), new NfExpression[] {new Reject(family, true)}),
        new NfExpression[] {new Reject(family, false)});
  }

  private Payload source() {
    int offset = family == AddressFamily.IPV4 ? 12 : 8;
    return new Payload(Payload.Base.NETWORK, offset, family.addressLength(), 1);
  }

  private Payload destination(int register) {
    int offset = family == AddressFamily.IPV4 ? 16 : 24;
    return new Payload(Payload.Base.NETWORK, offset, family.addressLength(), register);
  }

  /** Without it a container would not find the bridge. It leads nowhere else. */
  private static NfExpression[] neighbours() {
    return join(
        protocol(ICMP_OF_IPV6, true),
        new NfExpression[] {
          new Payload(Payload.Base.TRANSPORT, 0, 1, 1),
          new Between(
              1,
              new byte[] {(byte) NEIGHBOUR_SOLICITATION},
              new byte[] {(byte) NEIGHBOUR_ADVERTISEMENT})
        },
        accept());
  }

  private static NfExpression[] accept() {
    return new NfExpression[] {new Verdict(true)};
  }

  private static NfExpression[] established() {
    return new NfExpression[] {
      new Conntrack(Conntrack.Tracked.STATE, 1),
      new And(1, NfExpression.host32(NfExpression.CT_ESTABLISHED | NfExpression.CT_RELATED)),
      new Compare(1, false, NfExpression.host32(0)),
      new Verdict(true)
    };
  }

  private static NfExpression[] protocol(int number, boolean equal) {
    return new NfExpression[] {
      new Meta(Meta.Key.PROTOCOL, 1), new Compare(1, equal, new byte[] {(byte) number})
    };
  }

  private static NfExpression[] link(Meta.Key key, String name, boolean equal) {
    return new NfExpression[] {new Meta(key, 1), new Compare(1, equal, NfExpression.name(name))};
  }

  private static byte[] port(int number) {
    return ByteBuffer.allocate(2).putShort((short) number).array();
  }

  private static NfExpression[] join(NfExpression[]... parts) {
    return Stream.of(parts).flatMap(Stream::of).toArray(NfExpression[]::new);
  }

  /** Lets packets go to an address, from now on for so long. */
  void open(int group, InetAddress address, long millis) {
    byte[] key = address.getAddress();
    // The first of the three is for the second, which fails where there is nothing to delete.
    tables.commit(
        tables
            .batch(name)
            .addToSet(set(group), key, millis)
            .deleteFromSet(set(group), key)
            .addToSet(set(group), key, millis));
  }

  /** What packets may go to, and for how many milliseconds. */
  Map<InetAddress, Long> open(int group) {
    Map<InetAddress, Long> open = new LinkedHashMap<>();
    for (Member member : tables.members(name, set(group))) {
      open.put(address(ByteBuffer.wrap(member.key()), family), member.leftMillis());
    }
    return open;
  }

  /**
   * What was refused.
   *
   * @param port 0 for a protocol without ports
   */
  record Refused(InetAddress from, InetAddress to, int protocol, int port) {
    String target() {
      return switch (protocol) {
        case TCP -> socket() + "/tcp";
        case UDP -> socket() + "/udp";
        case 1, ICMP_OF_IPV6 -> AddressText.of(to) + " icmp";
        default -> AddressText.of(to) + " protocol " + protocol;
      };
    }

    private String socket() {
      String address = AddressText.of(to);
      return (to instanceof Inet4Address ? address : "[" + address + "]") + ":" + port;
    }

    static Refused read(byte[] key, AddressFamily family) {
      ByteBuffer bytes = ByteBuffer.wrap(key);
      InetAddress from = address(bytes, family);
      InetAddress to = address(bytes, family);
      int protocol = Byte.toUnsignedInt(bytes.get());
      int ports = 2 * family.addressLength() + 4;
      return new Refused(
          from, to, protocol, key.length > ports ? Short.toUnsignedInt(bytes.getShort(ports)) : 0);
    }
  }

  private static InetAddress address(ByteBuffer bytes, AddressFamily family) {
    byte[] address = new byte[family.addressLength()];
    bytes.get(address);
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What was refused, with how many packets. */
  Map<Refused, Long> refused() {
    Map<Refused, Long> refused = new HashMap<>();
    for (String set : List.of(REFUSED, REFUSED_OTHERS)) {
      tables
          .members(name, set)
          .forEach(member -> refused.put(Refused.read(member.key(), family), member.packets()));
    }
    return refused;
  }

  /** Whether all of it is in the kernel: somebody may have flushed all tables. */
  boolean isThere() {
    return tables.rules(name, "forward").size() == forward.size()
        && tables.rules(name, "input").size() == input.size();
  }

  void remove() {
    tables.commit(tables.batch(name).addTable().deleteTable());
  }

  /** Leaves the table to the kernel. */
  @Override
  public void close() {
    tables.close();
  }
}
