package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How others reach containers at their own addresses, and by two networks. */
@EndToEnd
class NetworkWaysIT {
  private static final long NUMBER = ProcessHandle.current().pid() % 100_000;
  private static int links;

  private final Jdock jdock;

  NetworkWaysIT(Jdock jdock) {
    this.jdock = jdock;
  }

  /** A machine at the other end of a cable. */
  private record Neighbour(String link) implements AutoCloseable {
    static synchronized Neighbour make() {
      Neighbour made = new Neighbour("jdw" + NUMBER + "n" + links++);
      Host.run("ip", "netns", "add", made.link).ok();
      made.plugIn();
      return made;
    }

    void plugIn() {
      Host.run("ip", "link", "add", link, "type", "veth", "peer", "eth0", "netns", link).ok();
      Host.run("ip", "link", "set", link, "up").ok();
      run("ip", "link", "set", "eth0", "up").ok();
    }

    void hasAddress(String address) {
      run("ip", "address", "replace", address, "dev", "eth0").ok();
    }

    Result run(String... command) {
      List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", link));
      line.addAll(List.of(command));
      return Host.run(line.toArray(String[]::new));
    }

    String get(String address) {
      return run("curl", "-s", "-m", "1", "http://" + address + "/").out();
    }

    @Override
    public void close() {
      Host.run("ip", "link", "delete", link).ok();
      Host.run("ip", "netns", "delete", link).ok();
    }
  }

  private String network(String... flags) {
    String name = jdock.network();
    List<String> line = new ArrayList<>(List.of("network", "create"));
    line.addAll(List.of(flags));
    line.add(name);
    jdock.run(line.toArray(String[]::new)).ok();
    return name;
  }

  private String server(String... flags) {
    String name = jdock.container();
    List<String> line = new ArrayList<>(List.of("run", "-d", "--name", name));
    line.addAll(List.of(flags));
    line.addAll(
        List.of(
            jdock.busybox(),
            "sh",
            "-c",
            "mkdir /w; echo it works >/w/index.html; httpd -p 81 -h /w; exec httpd -f -p 80 -h"
                + " /w"));
    jdock.run(line.toArray(String[]::new)).ok();
    return name;
  }

  private String address(String container, String network) {
    return jdock.format(
        container, "{{(index .NetworkSettings.Networks \"" + network + "\").IPAddress}}");
  }

  private static void answers(Neighbour outside, String address) {
    Eventually.that(
        () -> "no answer from " + address, () -> outside.get(address).contains("it works"));
  }

  private static void requireMacvlan(Neighbour outside) {
    Result made =
        Host.run("ip", "link", "add", "link", outside.link(), "jdwtry", "type", "macvlan");
    assumeThat(made.exitCode()).as("a kernel with macvlan").isZero();
    Host.run("ip", "link", "delete", "jdwtry").ok();
  }

  @Test
  void macvlanPutsContainersOnTheCable() {
    try (Neighbour outside = Neighbour.make()) {
      requireMacvlan(outside);
      outside.hasAddress("10.214.7.1/24");
      String name =
          network("-d", "macvlan", "-o", "parent=" + outside.link(), "--subnet", "10.214.7.0/24");
      String web = server("--network", name, "-p", "80");
      answers(outside, address(web, name));
      jdock.run("port", web).ok().printsNothing();
      jdock
          .run("run", "--rm", "--network", name, jdock.busybox(), "ping", "-c", "1", "-W", "2", web)
          .ok();
      jdock.run("exec", web, "ping", "-c", "1", "-W", "2", "10.214.7.1").ok();
      jdock.run("restart", "-t", "0", web).ok();
      answers(outside, address(web, name));
      jdock
          .run("network", "create", "-d", "ipvlan", "-o", "parent=lo", jdock.network())
          .exits(1)
          .saysOnErr("loopback interface is not a valid ipvlan parent link");

      jdock.run("network", "disconnect", name, web).ok();
      jdock.run("exec", web, "ip", "link", "show", "eth0").saysOnErr("can't find device");
      jdock.run("network", "rm", name).ok();
      assertThat(Host.run("ip", "link", "show", outside.link()).exitCode()).isZero();
    }
  }

  @Test
  @JdockOnly("Docker does not look after its links")
  void aCableThatIsPluggedInAgainHasItsContainers() {
    try (Neighbour outside = Neighbour.make()) {
      requireMacvlan(outside);
      String name =
          network("-d", "macvlan", "-o", "parent=" + outside.link(), "--subnet", "10.214.8.0/24");
      String web = server("--network", name);
      Host.run("ip", "link", "delete", outside.link()).ok();
      outside.plugIn();
      outside.hasAddress("10.214.8.1/24");
      answers(outside, address(web, name));
    }
  }

  @Test
  void routedPortsAreThoseOfTheContainer() {
    try (Neighbour outside = Neighbour.make()) {
      Host.run("ip", "address", "add", "10.214.9.1/24", "dev", outside.link()).ok();
      outside.hasAddress("10.214.9.2/24");
      outside.run("ip", "route", "add", "default", "via", "10.214.9.1").ok();
      String name =
          network(
              "-o",
              "com.docker.network.bridge.gateway_mode_ipv4=routed",
              "--subnet",
              "10.214.10.0/24");
      int port = Host.freePort();
      String web = server("--network", name, "-p", port + ":80");
      String address = address(web, name);

      answers(outside, address);
      outside.run("busybox", "ping", "-c", "1", "-W", "2", address).ok();
      assertThat(outside.get(address + ":81")).isEmpty();
      assertThat(outside.get("10.214.9.1:" + port)).isEmpty();
      jdock.run("port", web, "80").ok().saysOnOut("0.0.0.0:\n");
      // The container's address is not translated on its way out.
      jdock.run("exec", web, "ping", "-c", "1", "-W", "2", "10.214.9.2").ok();
      outside.run("ip", "route", "delete", "default").ok();
      jdock.run("exec", web, "ping", "-c", "1", "-W", "1", "10.214.9.2").exits(1);
    }
  }

  @Test
  void packetsHaveTheAddressThatTheirNetworkSays() {
    try (Neighbour outside = Neighbour.make()) {
      Host.run("ip", "address", "add", "10.214.11.1/24", "dev", outside.link()).ok();
      Host.run("ip", "address", "add", "10.214.11.5/24", "dev", outside.link()).ok();
      outside.hasAddress("10.214.11.2/24");
      // The one that they would have otherwise gets no answers.
      outside.run("ip", "route", "add", "unreachable", "10.214.11.1").ok();
      String said = server("--network", network("-o", "com.docker.network.host_ipv4=10.214.11.5"));
      String usual = server("--network", network());

      jdock.run("exec", said, "ping", "-c", "1", "-W", "5", "10.214.11.2").ok();
      jdock.run("exec", usual, "ping", "-c", "1", "-W", "1", "10.214.11.2").exits(1);
    }
  }

  @Test
  void trustedLinksReachPublishedPortsAtTheContainersAddress() {
    try (Neighbour outside = Neighbour.make()) {
      Host.run("ip", "address", "add", "10.214.12.1/24", "dev", outside.link()).ok();
      outside.hasAddress("10.214.12.2/24");
      outside.run("ip", "route", "add", "default", "via", "10.214.12.1").ok();
      String name =
          network(
              "-o",
              "com.docker.network.bridge.trusted_host_interfaces=lo:" + outside.link(),
              "--subnet",
              "10.214.13.0/24");
      int port = Host.freePort();
      String web = server("--network", name, "-p", port + ":80");

      answers(outside, address(web, name));
      assertThat(outside.get(address(web, name) + ":81")).isEmpty();
      assertThat(outside.get("10.214.12.1:" + port)).isNotEmpty();
      String hidden = server("--network", name);
      assertThat(outside.get(address(hidden, name))).isEmpty();
    }
  }

  @Test
  void portsLeadByTheWayOfEachVersionOfIp() {
    String four = network();
    String six = network("--ipv6", "--ipv4=false");
    int port = Host.freePort();
    String web =
        server(
            "--network", "name=" + four + ",gw-priority=1", "--network", six, "-p", port + ":80");
    String both = "80/tcp -> 0.0.0.0:" + port + "\n80/tcp -> [::]:" + port + "\n";
    jdock.run("port", web).ok().prints(both.strip());
    Eventually.that(
        () -> "no answer by IPv4", () -> Host.get("http://127.0.0.1:" + port + "/").isPresent());
    assertThat(Host.get("http://[::1]:" + port + "/")).isPresent();

    jdock.run("network", "disconnect", four, web).ok();
    jdock.run("port", web).ok().prints(both.strip());
    assertThat(Host.get("http://127.0.0.1:" + port + "/")).isPresent();
    assertThat(Host.get("http://[::1]:" + port + "/")).isPresent();
  }
}
