package dev.jdock.runtime.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.Link;
import dev.jdock.linux.netlink.NewLink;
import dev.jdock.linux.netlink.NfTables;
import dev.jdock.linux.netlink.RouteSocket;
import dev.jdock.runtime.engine.PortMapping;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On the host's own network, beside whatever else is there. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NetworksIT {
  @TempDir Path state;

  private final List<AutoCloseable> resources = new ArrayList<>();
  private Networks networks;
  private Container web;
  private Container client;

  @BeforeEach
  void open() {
    networks = Networks.open(state, () -> NetworkDefaults.NONE);
    web = Container.start("web");
    client = Container.start("client");
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    for (AutoCloseable resource : resources) {
      resource.close();
    }
    String bridge = bridgeName().orElse("none");
    networks.prune(Set.of());
    networks.removeAll();
    networks.close();
    web.close();
    client.close();
    try (RouteSocket routes = RouteSocket.open();
        NfTables tables = NfTables.open(AddressFamily.IPV4)) {
      assertThat(routes.links()).extracting(Link::name).doesNotContain(bridge);
      assertThat(tables.tables()).doesNotContain(bridge);
      for (String chain : List.of("FORWARD", "DOCKER-USER")) {
        assertThat(tables.rules("filter", chain))
            .extracting(NfTables.Rule::comment)
            .doesNotContain(bridge);
      }
    }
    assertThat(state.resolve("endpoints")).isEmptyDirectory();
  }

  private Optional<String> bridgeName() {
    return networks.definitions().bridgeName(networks.definitions().find("bridge"));
  }

  private Endpoint connect(Container container) {
    return networks
        .connect(
            new ContainerName(container.id(), container.id() + "-name"),
            List.of(Wish.of("bridge")),
            container.namespace())
        .getFirst();
  }

  private static PortMapping tcp(int hostPort) {
    return new PortMapping("", hostPort, 80, "tcp");
  }

  /** Answers every connection with the client's address and what it sent until its end. */
  private void serveTcp(Container container, int port) {
    ServerSocket server = container.call(() -> new ServerSocket(port));
    resources.add(server);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
              byte[] request = socket.getInputStream().readAllBytes();
              String from = socket.getInetAddress().getHostAddress();
              socket.getOutputStream().write((from + " ").getBytes(UTF_8));
              socket.getOutputStream().write(request);
            } catch (IOException e) {
              // Closed.
            }
          }
        });
  }

  private static String ask(InetAddress address, int port, String request) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 5000);
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private void serveUdp(Container container, int port) {
    DatagramSocket server = container.call(() -> new DatagramSocket(port));
    resources.add(server);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
          while (!server.isClosed()) {
            try {
              packet.setLength(1500);
              server.receive(packet);
              server.send(packet);
            } catch (IOException e) {
              // Closed.
            }
          }
        });
  }

  private static String askUdp(InetAddress address, int port, String request) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      // Connected: an answer from another address than the one asked is not taken.
      socket.connect(address, port);
      socket.setSoTimeout(30_000);
      byte[] bytes = request.getBytes(UTF_8);
      socket.send(new DatagramPacket(bytes, bytes.length));
      DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
      socket.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), UTF_8);
    }
  }

  /** That of the link which leads out: others are bridges of whoever has some. */
  private static InetAddress hostAddress() {
    try (RouteSocket routes = RouteSocket.open()) {
      int link =
          routes.routes().stream()
              .filter(route -> route.prefixLength() == 0)
              .filter(route -> route.gateway() instanceof Inet4Address)
              .findFirst()
              .orElseThrow()
              .linkIndex();
      return routes.addresses().stream()
          .filter(each -> each.linkIndex() == link && each.address() instanceof Inet4Address)
          .findFirst()
          .orElseThrow()
          .address();
    }
  }

  private static int lastByte(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes[bytes.length - 1];
  }

  @Test
  void containersGetTheLowestFreeAddressesAndReachEachOther() throws Exception {
    Endpoint first = connect(web);
    Endpoint second = connect(client);
    serveTcp(web, 80);

    // Which subnet it is depends on who else has some on this machine.
    assertThat(first.first().gateway()).isEqualTo(first.first().subnet().gateway());
    assertThat(lastByte(first.first().gateway())).isEqualTo(1);
    assertThat(lastByte(first.first().address())).isEqualTo(2);
    assertThat(lastByte(second.first().address())).isEqualTo(3);
    assertThat(client.call(() -> ask(first.first().address(), 80, "hello")))
        .isEqualTo(second.first().address().getHostAddress() + " hello");
    assertThat(ask(first.first().address(), 80, "hello"))
        .isEqualTo(first.first().gateway().getHostAddress() + " hello");

    networks.prune(Set.of(client.id()));
    Container again = Container.start("again");
    resources.add(again);
    assertThat(connect(again).first().address()).isEqualTo(first.first().address());
  }

  @Test
  void publishedPortIsReachedFromEverywhere() throws Exception {
    Endpoint endpoint = connect(web);
    Endpoint other = connect(client);
    serveTcp(web, 80);
    int port = networks.ports().publish(web.id(), List.of(tcp(0))).getFirst().hostPort();
    InetAddress host = hostAddress();
    String gateway = endpoint.first().gateway().getHostAddress();

    assertThat(port).isGreaterThanOrEqualTo(32768);
    assertThat(ask(InetAddress.ofLiteral("127.0.0.1"), port, "a")).isEqualTo(gateway + " a");
    assertThat(ask(InetAddress.ofLiteral("::1"), port, "b")).isEqualTo(gateway + " b");
    assertThat(ask(host, port, "c")).isEqualTo(host.getHostAddress() + " c");
    assertThat(client.call(() -> ask(host, port, "d"))).isEqualTo(gateway + " d");
    assertThat(client.call(() -> ask(other.first().gateway(), port, "e")))
        .isEqualTo(gateway + " e");
    assertThat(web.call(() -> ask(host, port, "self"))).isEqualTo(gateway + " self");

    networks.ports().unpublish(web.id(), networks.ports().mappings(web.id()));
    assertThat(networks.ports().published(web.id())).isEmpty();
    assertThatThrownBy(() -> ask(host, port, "x")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ask(InetAddress.ofLiteral("127.0.0.1"), port, "x"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void publishedUdpPortIsReachedFromEverywhere() throws Exception {
    connect(web);
    connect(client);
    serveUdp(web, 53);
    int port =
        networks
            .ports()
            .publish(web.id(), List.of(new PortMapping("", 0, 53, "udp")))
            .getFirst()
            .hostPort();
    InetAddress host = hostAddress();

    assertThat(askUdp(InetAddress.ofLiteral("127.0.0.1"), port, "a")).isEqualTo("a");
    assertThat(askUdp(host, port, "b")).isEqualTo("b");
    assertThat(client.call(() -> askUdp(host, port, "c"))).isEqualTo("c");
  }

  @Test
  void largeTransfersPassBothWaysThroughLoopback() throws Exception {
    connect(web);
    serveTcp(web, 80);
    int port = networks.ports().publish(web.id(), List.of(tcp(0))).getFirst().hostPort();
    String megabytes = "0123456789abcdef".repeat(1 << 18);

    assertThat(ask(InetAddress.ofLiteral("127.0.0.1"), port, megabytes)).endsWith(megabytes);
  }

  @Test
  void specificAddressIsServedThereAlone() throws Exception {
    connect(web);
    serveTcp(web, 80);
    InetAddress host = hostAddress();
    int port =
        networks
            .ports()
            .publish(web.id(), List.of(new PortMapping(host.getHostAddress(), 0, 80, "tcp")))
            .getFirst()
            .hostPort();
    networks.ports().publish(web.id(), List.of(new PortMapping("127.0.0.1", port, 80, "tcp")));

    assertThat(networks.ports().published(web.id()))
        .extracting(PublishedPort::hostIp)
        .containsExactly(host.getHostAddress(), "127.0.0.1");
    assertThat(ask(host, port, "a")).isEqualTo(host.getHostAddress() + " a");
    assertThat(ask(InetAddress.ofLiteral("127.0.0.1"), port, "b")).endsWith(" b");
  }

  @Test
  void takenPortsAreRefusedInDockersWords() throws Exception {
    Endpoint endpoint = connect(web);
    connect(client);
    int port = networks.ports().publish(web.id(), List.of(tcp(0))).getFirst().hostPort();

    assertThatThrownBy(() -> networks.ports().publish(client.id(), List.of(tcp(0), tcp(port))))
        .isInstanceOf(JdockException.class)
        .hasMessageMatching(
            "failed to set up container networking: driver failed programming external"
                + " connectivity on endpoint client-name \\([0-9a-f]{64}\\): Bind for 0.0.0.0:"
                + port
                + " failed: port is already allocated \\(container web-name has it; \\d+ is"
                + " free\\)");
    assertThat(networks.ports().published(client.id())).isEmpty();
    try (ServerSocket foreign = new ServerSocket(0)) {
      int held = foreign.getLocalPort();
      assertThatThrownBy(() -> networks.ports().publish(web.id(), List.of(tcp(held))))
          .isInstanceOf(JdockException.class)
          .hasMessageContaining(
              ": failed to bind host port for 0.0.0.0:%d:%s:80/tcp: address already in use"
                  .formatted(held, endpoint.first().address().getHostAddress()))
          .hasMessageContaining(" (process " + ProcessHandle.current().pid() + " (java) has it; ")
          .hasMessageEndingWith(" is free)");
    }
    assertThatThrownBy(() ->
            networks
                .ports()
                .publish(web.id(), List.of(new PortMapping("203.0.113.9", 9, 80, "tcp"))))
        .hasMessageEndingWith("cannot assign requested address");
  }

  @Test
  void firstFreePortOfARangeIsTaken() throws Exception {
    connect(web);
    connect(client);
    int first = networks.ports().publish(web.id(), List.of(tcp(0))).getFirst().hostPort();
    PortMapping range = new PortMapping("", first, first + 40, 80, "tcp");

    int chosen = networks.ports().publish(client.id(), List.of(range)).getFirst().hostPort();
    assertThat(chosen).isBetween(first + 1, first + 40);
    PortMapping none = new PortMapping("127.0.0.1", first, first, 81, "tcp");
    assertThatThrownBy(() -> networks.ports().publish(web.id(), List.of(none)))
        .hasMessageContaining("port is already allocated");
  }

  @Test
  void allAddressesOfAFamilyLeaveTheOtherToSomebodyElse() throws Exception {
    connect(web);
    connect(client);
    serveTcp(web, 80);
    serveTcp(client, 80);
    int port =
        networks
            .ports()
            .publish(web.id(), List.of(new PortMapping("0.0.0.0", 0, 80, "tcp")))
            .getFirst()
            .hostPort();
    assertThatThrownBy(() -> ask(InetAddress.ofLiteral("::1"), port, "x"))
        .isInstanceOf(IOException.class);

    networks.ports().publish(client.id(), List.of(new PortMapping("::", port, 80, "tcp")));
    assertThat(ask(InetAddress.ofLiteral("::1"), port, "six")).endsWith(" six");
    networks.ports().unpublish(web.id(), networks.ports().mappings(web.id()));
    assertThatThrownBy(() -> ask(InetAddress.ofLiteral("127.0.0.1"), port, "x"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void outboundTrafficHasTheHostsAddress() throws Exception {
    connect(client);
    Container outside = Container.start("outside");
    resources.add(outside);
    InetAddress ours = Subnet.parseAddress("198.18.77.1");
    InetAddress theirs = Subnet.parseAddress("198.18.77.2");
    try (RouteSocket routes = RouteSocket.open()) {
      routes.createVeth(
          new NewLink("jdocktest0"), new NewLink("eth0", null, 0, outside.namespace().fd()));
      resources.add(() -> removeLink("jdocktest0"));
      int link = routes.link("jdocktest0").orElseThrow().index();
      routes.addAddress(link, ours, 30);
      routes.setUp(link);
    }
    outside.call(() -> {
      try (RouteSocket routes = RouteSocket.open()) {
        int link = routes.link("eth0").orElseThrow().index();
        routes.addAddress(link, theirs, 30);
        routes.setUp(link);
        return link;
      }
    });
    serveTcp(outside, 7);

    assertThat(client.call(() -> ask(theirs, 7, "hello")))
        .isEqualTo(ours.getHostAddress() + " hello");

    // The other way round, with the client's address kept: what no proxy could do.
    serveTcp(client, 80);
    int port = networks.ports().publish(client.id(), List.of(tcp(0))).getFirst().hostPort();
    assertThat(outside.call(() -> ask(ours, port, "in")))
        .isEqualTo(theirs.getHostAddress() + " in");
  }

  private static void removeLink(String name) {
    try (RouteSocket routes = RouteSocket.open()) {
      routes.deleteLink(name);
    }
  }

  @Test
  void newEngineGoesOnWhereTheOldOneEnded() throws Exception {
    Endpoint endpoint = connect(web);
    connect(client);
    serveTcp(web, 80);
    int port = networks.ports().publish(web.id(), List.of(tcp(0))).getFirst().hostPort();
    List<PublishedPort> published = networks.ports().published(web.id());
    networks.close();
    InetAddress host = hostAddress();
    assertThat(ask(host, port, "meanwhile")).endsWith(" meanwhile");

    networks = Networks.open(state, () -> NetworkDefaults.NONE);
    assertThat(networks.adopt(web.id())).containsExactly(endpoint);
    assertThat(networks.adopt(web.id())).containsExactly(endpoint);
    networks.prune(Set.of(web.id()));

    assertThat(networks.warnings()).isEmpty();
    assertThat(networks.ports().published(web.id())).isEqualTo(published);
    assertThat(ask(InetAddress.ofLiteral("127.0.0.1"), port, "a")).endsWith(" a");
    assertThat(ask(host, port, "b")).endsWith(" b");
    assertThatThrownBy(() -> networks.adopt(client.id()))
        .isInstanceOfSatisfying(
            JdockException.class,
            e -> assertThat(e.kind()).isEqualTo(JdockException.Kind.NOT_FOUND));
    assertThat(client.call(NetworksIT::linkNames)).doesNotContain("eth0");
    assertThatThrownBy(() -> networks.removeAll()).isInstanceOf(JdockException.class);
  }

  private static List<String> linkNames() {
    try (RouteSocket routes = RouteSocket.open()) {
      return routes.links().stream().map(Link::name).toList();
    }
  }

  @Test
  void failedConnectLeavesNothing() {
    connect(web);
    assertThatThrownBy(() ->
            networks.connect(
                new ContainerName("other", "other"), List.of(Wish.of("bridge")), web.namespace()))
        .isInstanceOf(RuntimeException.class);

    networks.prune(Set.of(web.id()));
    assertThat(state.resolve("endpoints")).isDirectoryNotContaining("glob:**other*");
  }

  @Test
  void modeNoneHasLoopbackAlone() throws Exception {
    networks.loopbackUp(web.namespace());
    serveTcp(web, 80);

    assertThat(web.call(() -> ask(InetAddress.ofLiteral("127.0.0.1"), 80, "x"))).endsWith(" x");
    assertThat(bridgeName()).isEmpty();
  }

  @Test
  void connectAndDisconnectTakeMilliseconds() {
    long connect = Long.MAX_VALUE;
    long disconnect = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      connect(web);
      long connected = System.nanoTime();
      networks.disconnect(web.id());
      disconnect = Math.min(disconnect, System.nanoTime() - connected);
      connect = Math.min(connect, connected - start);
      networks.prune(Set.of());
    }

    // The best of many, with room for a slow machine: 2 ms and 0.2 ms on an idle one.
    assertThat(connect).isLessThan(TimeUnit.MILLISECONDS.toNanos(20));
    assertThat(disconnect).isLessThan(TimeUnit.MILLISECONDS.toNanos(10));
  }

  /** As a full disk does; a folder of that name stands where the file is to be written first. */
  private void nothingCanBeWrittenOf(Container container, boolean so) throws IOException {
    Path there = state.resolve("endpoints/." + container.id());
    if (so) {
      Files.createDirectories(there.resolve("full"));
    } else {
      Files.deleteIfExists(there.resolve("full"));
      Files.deleteIfExists(there);
    }
  }

  @Test
  void aFullDiskKeepsNeitherLinkNorPorts() throws Exception {
    Endpoint endpoint = connect(web);
    int port = networks.ports().publish(web.id(), List.of(tcp(0))).getFirst().hostPort();
    nothingCanBeWrittenOf(web, true);
    assertThatThrownBy(
            () -> networks.ports().unpublish(web.id(), networks.ports().mappings(web.id())))
        .isInstanceOf(JdockException.class);
    assertThat(networks.ports().published(web.id())).isNotEmpty();
    networks.disconnect(web.id());
    assertThat(networks.endpoint(web.id(), "bridge")).isEmpty();
    networks.prune(Set.of());
    nothingCanBeWrittenOf(web, false);
    try (RouteSocket routes = RouteSocket.open();
        ServerSocket free = new ServerSocket(port)) {
      assertThat(routes.links()).extracting(Link::name).doesNotContain(endpoint.hostLink());
      assertThat(free.getLocalPort()).isEqualTo(port);
    }
  }
}
