package dev.jdock.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.namespace.NetworkNamespace;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything happens in network namespaces of sleeping processes, which vanish with them. */
@org.junit.jupiter.api.Timeout(
    value = 20,
    threadMode = org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD)
class NetlinkIT {
  private Process first;
  private Process second;
  private NetworkNamespace here;
  private NetworkNamespace there;
  private RouteSocket links;
  private NfTables tables;

  @BeforeEach
  void makeNamespaces() throws Exception {
    first = sleeper();
    second = sleeper();
    here = NetworkNamespace.of(first.pid());
    there = NetworkNamespace.of(second.pid());
    links = here.call(RouteSocket::open);
    tables = here.call(() -> NfTables.open(AddressFamily.IPV4));
  }

  private static Process sleeper() throws Exception {
    // The line is printed from inside the new namespace.
    Process process =
        new ProcessBuilder("unshare", "-n", "sh", "-c", "echo in; exec sleep 600").start();
    assertThat(process.inputReader().readLine()).isEqualTo("in");
    return process;
  }

  @AfterEach
  void endNamespaces() throws Exception {
    tables.close();
    links.close();
    here.close();
    there.close();
    first.destroyForcibly().waitFor();
    second.destroyForcibly().waitFor();
  }

  private String nft(String... arguments) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(
            List.of("nsenter", "-t", Long.toString(first.pid()), "-n", "nft"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static Inet4Address ip(String text) throws Exception {
    return (Inet4Address) InetAddress.ofLiteral(text);
  }

  @Test
  void namespacesAreEnteredOnlyForTheCall() throws Exception {
    try (NetworkNamespace before = NetworkNamespace.current()) {
      String inside =
          there.call(() ->
              java.nio.file.Files.readSymbolicLink(
                      java.nio.file.Path.of("/proc/thread-self/ns/net"))
                  .toString());
      assertThat(inside)
          .isEqualTo(
              java.nio.file.Files.readSymbolicLink(
                      java.nio.file.Path.of("/proc/" + second.pid() + "/ns/net"))
                  .toString())
          .isNotEqualTo(
              java.nio.file.Files.readSymbolicLink(
                      java.nio.file.Path.of("/proc/thread-self/ns/net"))
                  .toString());
      assertThat(before.fd().isOpen()).isTrue();
    }
    assertThatThrownBy(() ->
            there.call(() -> {
              throw new java.io.IOException("x");
            }))
        .isInstanceOf(java.io.UncheckedIOException.class);
  }

  @Test
  void bridgePortAndItsOtherEndInAnotherNamespace() throws Exception {
    MacAddress mac = MacAddress.parse("02:42:0a:09:00:02");
    links.createBridge("br9", MacAddress.parse("02:42:00:00:00:09"));
    Link bridge = links.link("br9").orElseThrow();
    links.setAlias(bridge.index(), "of a test");
    links.addAddress(bridge.index(), ip("10.9.0.1"), 24);
    links.setUp(bridge.index());
    links.createBridgePort(
        new NewLink("port9", null, 1400, null),
        new NewLink("eth0", mac, 1400, there.fd()),
        bridge.index(),
        false);
    there.call(() -> {
      try (RouteSocket inner = RouteSocket.open()) {
        Link eth0 = inner.link("eth0").orElseThrow();
        assertThat(eth0.mac()).isEqualTo(mac);
        assertThat(eth0.mtu()).isEqualTo(1400);
        inner.configure(
            eth0.index(),
            List.of(
                new LinkAddress(eth0.index(), ip("10.9.0.2"), 24),
                new LinkAddress(eth0.index(), InetAddress.ofLiteral("fd09::2"), 64)),
            List.of(ip("10.9.0.1"), InetAddress.ofLiteral("fd09::1")));
        assertThat(inner.addresses()).contains(new LinkAddress(eth0.index(), ip("10.9.0.2"), 24));
        assertThat(inner.routes())
            .contains(new Route(null, 0, ip("10.9.0.1"), eth0.index(), 254))
            .contains(new Route(null, 0, InetAddress.ofLiteral("fd09::1"), eth0.index(), 254));
        assertThat(inner.link("lo").orElseThrow().up()).isTrue();
      }
      return 0;
    });

    assertThat(links.link("br9").orElseThrow().alias()).isEqualTo("of a test");
    assertThat(links.link("br9").orElseThrow().kind()).isEqualTo("bridge");
    Link port = links.link("port9").orElseThrow();
    assertThat(port.master()).isEqualTo(bridge.index());
    assertThat(port.up()).isTrue();
    assertThat(links.links()).extracting(Link::name).contains("lo", "br9", "port9");
    assertThat(links.deleteLink("port9")).isTrue();
    assertThat(links.deleteLink("port9")).isFalse();
    assertThat(links.link("port9")).isEmpty();
  }

  private void makeMacvlan(int parent) {
    links.createLink(
        new NewLink("eth0", MacAddress.parse("02:42:0a:09:00:02"), 1400, there.fd()),
        new LinkKind.Macvlan(LinkKind.Macvlan.Mode.PRIVATE),
        parent);
  }

  @Test
  void linkOnAnotherLinkIsMadeInAnotherNamespace() {
    links.createVeth(new NewLink("a9"), new NewLink("b9"));
    int parent = links.link("a9").orElseThrow().index();
    try {
      makeMacvlan(parent);
    } catch (SyscallException e) {
      assumeThat(e.errno()).as("a kernel with macvlan").isNotEqualTo(Errno.EOPNOTSUPP);
      throw e;
    }

    Link made =
        there.call(() -> {
          try (RouteSocket inner = RouteSocket.open()) {
            return inner.link("eth0").orElseThrow();
          }
        });
    assertThat(made.kind()).isEqualTo("macvlan");
    assertThat(made.mac()).isEqualTo(MacAddress.parse("02:42:0a:09:00:02"));
    assertThat(made.mtu()).isEqualTo(1400);
  }

  @Test
  void freePairWithAnAddress() throws Exception {
    links.createVeth(new NewLink("a9"), new NewLink("b9"));
    links.addAddress(links.link("b9").orElseThrow().index(), InetAddress.ofLiteral("fd00::1"), 64);

    assertThat(links.addresses())
        .extracting(LinkAddress::address)
        .contains(InetAddress.ofLiteral("fd00::1"));
  }

  @Test
  void errorsHaveTheErrnoAndTheKernelsExplanation() throws Exception {
    links.createBridge("br9", MacAddress.parse("02:42:00:00:00:09"));

    assertThatThrownBy(() -> links.createBridge("br9", MacAddress.parse("02:42:00:00:00:09")))
        .isInstanceOfSatisfying(
            SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST))
        .hasMessageContaining("create bridge br9");
    int bridge = links.link("br9").orElseThrow().index();
    LinkAddress address = new LinkAddress(bridge, ip("10.98.0.2"), 24);
    assertThatThrownBy(() -> links.configure(bridge, List.of(address), List.of(ip("10.99.0.1"))))
        .isInstanceOf(SyscallException.class)
        .hasMessageMatching("netlink set default route via 10.99.0.1 \\(.+\\): [a-z ]+");
  }

  @Test
  void ruleSetReadsBackAsNftShowsIt() throws Exception {
    byte[] local = NfExpression.host32(NfExpression.RTN_LOCAL);
    tables.commit(
        tables
            .batch("t9")
            .addTable()
            .addPortMap("ports", List.of(NfMap.Field.PROTOCOL, NfMap.Field.PORT))
            .addChain("prerouting", NfBatch.Hook.PREROUTING)
            .addRule(
                "prerouting",
                new NfExpression.DestinationType(1),
                new NfExpression.Compare(1, true, local),
                new NfExpression.Meta(NfExpression.Meta.Key.PROTOCOL, NfExpression.part(0)),
                new NfExpression.Payload(
                    NfExpression.Payload.Base.TRANSPORT, 2, 2, NfExpression.part(1)),
                new NfExpression.Lookup("ports", 1),
                new NfExpression.DestinationNat(AddressFamily.IPV4, 1, NfExpression.part(1)))
            .addChain("forward", NfBatch.Hook.FORWARD)
            .addRule(
                "forward",
                new NfExpression.Conntrack(NfExpression.Conntrack.Tracked.STATUS, 1),
                new NfExpression.And(1, NfExpression.host32(NfExpression.CT_STATUS_DNAT)),
                new NfExpression.Compare(1, false, NfExpression.host32(0)),
                new NfExpression.Verdict(true))
            .addRule(
                "forward",
                new NfExpression.Meta(NfExpression.Meta.Key.OUTPUT_NAME, 1),
                new NfExpression.Compare(1, true, NfExpression.name("br9")),
                new NfExpression.Verdict(false)));
    List<NfMap.Element> elements =
        List.of(
            NfMap.Element.of(6, 8080, ip("10.9.0.2"), 80),
            NfMap.Element.of(17, 53, ip("10.9.0.3"), 5353));
    tables.commit(tables.batch("t9").addElements("ports", elements));

    assertThat(tables.tables()).containsExactly("t9");
    assertThat(tables.elements("t9", "ports")).containsExactlyInAnyOrderElementsOf(elements);
    assertThat(nft("-n", "list", "ruleset"))
        .contains("type inet_proto . inet_service : ipv4_addr . inet_service")
        .contains("6 . 8080 : 10.9.0.2 . 80")
        .contains("17 . 53 : 10.9.0.3 . 5353")
        .contains("type nat hook prerouting priority -100; policy accept;")
        .contains("dnat ip to meta l4proto . th dport map @ports")
        .contains("oifname \"br9\" drop")
        .containsPattern("ct status (dnat|0x20|32) accept");

    tables.commit(tables.batch("t9").deleteElements("ports", elements.subList(0, 1)));
    assertThat(tables.elements("t9", "ports")).containsExactly(elements.get(1));
    tables.commit(tables.batch("t9").deleteTable());
    assertThat(tables.tables()).isEmpty();
    assertThat(nft("list", "ruleset")).isEmpty();
  }

  @Test
  void ruleSetOfIpv6ReadsBackAsNftShowsIt() throws Exception {
    InetAddress container = InetAddress.ofLiteral("fd09::2");
    InetAddress host = InetAddress.ofLiteral("fd0a::1");
    List<NfMap.Element> elements = List.of(NfMap.Element.of(host, 6, 8080, container, 80));
    try (NfTables six = here.call(() -> NfTables.open(AddressFamily.IPV6))) {
      six.commit(
          six.batch("t9")
              .addTable()
              .addPortMap(
                  "ports", List.of(NfMap.Field.ADDRESS, NfMap.Field.PROTOCOL, NfMap.Field.PORT))
              .addChain("prerouting", NfBatch.Hook.PREROUTING)
              .addRule(
                  "prerouting",
                  new NfExpression.Payload(NfExpression.Payload.Base.NETWORK, 8, 16, 1),
                  new NfExpression.And(1, NfExpression.mask(AddressFamily.IPV6, 10)),
                  new NfExpression.Compare(1, false, InetAddress.ofLiteral("fe80::").getAddress()),
                  new NfExpression.Payload(NfExpression.Payload.Base.NETWORK, 24, 16, 1),
                  new NfExpression.Meta(NfExpression.Meta.Key.PROTOCOL, NfExpression.part(4)),
                  new NfExpression.Payload(
                      NfExpression.Payload.Base.TRANSPORT, 2, 2, NfExpression.part(5)),
                  new NfExpression.Lookup("ports", 1),
                  new NfExpression.DestinationNat(AddressFamily.IPV6, 1, NfExpression.part(4)))
              .addElements("ports", elements));

      assertThat(six.elements("t9", "ports")).containsExactlyElementsOf(elements);
      assertThat(tables.tables()).isEmpty();
      assertThat(nft("-n", "list", "ruleset"))
          .contains("type ipv6_addr . inet_proto . inet_service : ipv6_addr . inet_service")
          .contains("fd0a::1 . 6 . 8080 : fd09::2 . 80")
          .contains("ip6 saddr != fe80::/10")
          .contains("ip6 daddr . meta l4proto . th dport map @ports");
    }
  }

  @Test
  void rulesAreFoundByTheirCommentAndDeletedByTheirHandle() throws Exception {
    nft("add table ip filter");
    nft("add chain ip filter FORWARD { type filter hook forward priority 0; policy drop; }");
    nft("add chain ip filter OTHER");
    nft("add rule ip filter FORWARD drop");
    tables.commit(
        tables.batch("filter").insertRule("FORWARD", "mine", new NfExpression.Verdict(true)));

    assertThat(tables.chains("filter"))
        .containsExactlyInAnyOrder(
            new NfTables.Chain("FORWARD", true), new NfTables.Chain("OTHER", false));
    List<NfTables.Rule> rules = tables.rules("filter", "FORWARD");
    assertThat(rules).extracting(NfTables.Rule::comment).containsExactly("mine", "");
    assertThat(nft("list chain ip filter FORWARD")).contains("accept comment \"mine\"");
    tables.commit(tables.batch("filter").deleteRule("FORWARD", rules.getFirst().handle()));
    assertThat(tables.rules("filter", "FORWARD")).containsExactly(rules.get(1));
    assertThat(tables.chains("missing")).isEmpty();
    assertThat(tables.rules("missing", "FORWARD")).isEmpty();
  }

  @Test
  void everyChangeOfTablesIsAnotherGeneration() {
    int before = tables.generation();
    assertThat(tables.generation()).isEqualTo(before);
    tables.commit(tables.batch("filter").addTable());
    int changed = tables.generation();
    assertThat(changed).isNotEqualTo(before);
    tables.commit(tables.batch("filter").deleteTable());
    assertThat(tables.generation()).isNotEqualTo(changed);
  }

  @Test
  void failedBatchChangesNothing() {
    assertThatThrownBy(() -> tables.commit(tables.batch("t9").addTable().addRule("missing")))
        .isInstanceOfSatisfying(
            SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
        .hasMessageContaining("add rule t9 missing");
    assertThat(tables.tables()).isEmpty();
    assertThat(tables.elements("t9", "ports")).isEmpty();
  }
}
