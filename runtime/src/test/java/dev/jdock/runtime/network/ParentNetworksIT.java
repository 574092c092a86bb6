package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.LinkKind;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.linux.netlink.NewLink;
import dev.jdock.linux.netlink.Route;
import dev.jdock.linux.netlink.RouteSocket;
import dev.jdock.runtime.engine.NetworkRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Networks on a link of this machine, which is one end of a veth pair of the test's. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParentNetworksIT {
  private static final String PARENT = "jdtp0";

  @TempDir Path state;

  private final RouteSocket routes = RouteSocket.open();
  private Networks networks;
  private Container one;
  private Container two;

  @BeforeEach
  void open() {
    routes.createVeth(new NewLink(PARENT), new NewLink("jdtp1"));
    up();
    try {
      routes.createLink(
          new NewLink("jdtp2"),
          new LinkKind.Macvlan(LinkKind.Macvlan.Mode.BRIDGE),
          routes.link(PARENT).orElseThrow().index());
      boolean _ = routes.deleteLink("jdtp2");
    } catch (SyscallException e) {
      assumeThat(e.errno()).as("a kernel with macvlan").isNotEqualTo(Errno.EOPNOTSUPP);
      throw e;
    }
    networks = Networks.open(state, () -> NetworkDefaults.NONE);
    one = Container.start("one");
    two = Container.start("two");
  }

  private void up() {
    routes.setUp(routes.link(PARENT).orElseThrow().index());
    routes.setUp(routes.link("jdtp1").orElseThrow().index());
  }

  @AfterEach
  void nothingIsLeft() {
    if (networks != null) {
      networks.prune(Set.of());
      networks.removeAll();
      networks.close();
      one.close();
      two.close();
    }
    boolean _ = routes.deleteLink(PARENT);
    routes.close();
  }

  private NetworkDefinition create(String name, String... options) {
    Map<String, String> map = new java.util.TreeMap<>(Map.of("parent", PARENT));
    for (String option : options) {
      map.put(option.split("=", 2)[0], option.split("=", 2)[1]);
    }
    NetworkRequest request =
        new NetworkRequest(
            name,
            "macvlan",
            "",
            new NetworkRequest.Ipam("", Map.of(), List.of()),
            null,
            null,
            false,
            false,
            false,
            false,
            "",
            map,
            Map.of(),
            List.of());
    return networks
        .definitions()
        .create(NewNetwork.of(request, NetworkDefaults.NONE, Instant.now()));
  }

  private Endpoint connect(Container container, Wish wish) {
    return networks
        .connect(
            new ContainerName(container.id(), container.id()), List.of(wish), container.namespace())
        .getFirst();
  }

  private static boolean has(Container container) {
    return ContainerLinks.has(container.namespace(), "eth0");
  }

  private static Wish wish(String network, MacAddress mac) {
    return new Wish(network, List.of(), mac, List.of(), 0, EndpointOptions.NONE);
  }

  @Test
  void containerGetsALinkWithItsOwnEthernetAddress() {
    create("near");
    Endpoint endpoint = connect(one, Wish.of("near"));
    Endpoint other = connect(two, Wish.of("near"));

    assertThat(endpoint.isPaired()).isFalse();
    assertThat(endpoint.mac()).isPresent().isNotEqualTo(other.mac());
    List<Route> inside =
        one.call(() -> {
          try (RouteSocket socket = RouteSocket.open()) {
            assertThat(socket.link("eth0").orElseThrow().mac())
                .isEqualTo(endpoint.mac().orElseThrow());
            return socket.routes();
          }
        });
    assertThat(inside)
        .anyMatch(route ->
            route.prefixLength() == 0
                && endpoint.gateway(AddressFamily.IPV4).orElseThrow().equals(route.gateway()));
    assertThatThrownBy(() -> networks.definitions().remove("near"))
        .hasMessageContaining("has active endpoints");
    networks.disconnectFrom(one.id(), "near", one.namespace());
    assertThat(has(one)).isFalse();
  }

  @Test
  void addressThatAnotherHasIsRefusedAndOneOfADeadContainerWaitedFor() {
    create("near");
    MacAddress mac = MacAddress.parse("02:42:00:00:00:77");
    connect(one, wish("near", mac));
    assertThatThrownBy(() -> connect(two, wish("near", mac)))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("failed to create the macvlan port: address already in use");
    assertThat(has(two)).isFalse();

    networks.disconnect(one.id());
    one.close();
    assertThat(connect(two, wish("near", mac)).mac()).contains(mac);
    one = Container.start("one");
  }

  @Test
  void parentThatSomebodyMakesAgainGetsItsLinksBack() {
    create("near");
    Endpoint endpoint = connect(one, Wish.of("near"));
    boolean _ = routes.deleteLink(PARENT);
    assertThat(has(one)).isFalse();
    networks.mend((_, _, _) -> {});
    assertThatThrownBy(() -> connect(two, Wish.of("near")))
        .hasMessage("the requested parent interface " + PARENT + " was not found on the host");

    routes.createVeth(new NewLink(PARENT), new NewLink("jdtp1"));
    up();
    networks.mend((id, network, visitor) -> {
      assertThat(id).isEqualTo(one.id());
      visitor.accept(one.namespace(), Wish.of(network));
    });

    assertThat(has(one)).isTrue();
    assertThat(networks.endpoint(one.id(), "near")).contains(endpoint);
  }

  @Test
  void oneContainerHasAParentThatIsPassedThrough() {
    create("near", "macvlan_mode=passthru");
    connect(one, Wish.of("near"));
    assertThatThrownBy(() -> connect(two, Wish.of("near")))
        .hasMessageContaining("failed to create the macvlan port: invalid argument");
  }

  @Test
  void networkOutlivesTheEngine() {
    create("near");
    Endpoint endpoint = connect(one, Wish.of("near"));
    networks.close();
    networks = Networks.open(state, () -> NetworkDefaults.NONE);

    assertThat(networks.adopt(one.id())).containsExactly(endpoint);
    assertThat(has(one)).isTrue();
  }
}
