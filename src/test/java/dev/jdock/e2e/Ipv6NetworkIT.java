package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks of users' own that have IPv6. */
@EndToEnd
class Ipv6NetworkIT {
  private final Jdock jdock;

  Ipv6NetworkIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String network(String... flags) {
    return network(jdock, flags);
  }

  private static String network(Jdock jdock, String... flags) {
    String name = jdock.network();
    List<String> line = new ArrayList<>(List.of("network", "create", "--ipv6"));
    line.addAll(List.of(flags));
    line.add(name);
    jdock.run(line.toArray(String[]::new)).ok();
    return name;
  }

  private String server(String... flags) {
    return server(jdock, flags);
  }

  /** It answers with the address of who asks. */
  private static String server(Jdock jdock, String... flags) {
    String name = jdock.container();
    List<String> line = new ArrayList<>(List.of("run", "-d", "--name", name));
    line.addAll(List.of(flags));
    line.addAll(
        List.of(
            jdock.busybox(),
            "sh",
            "-c",
            "mkdir -p /w/cgi-bin; cd /w/cgi-bin; echo '#!/bin/sh' >who;"
                + " echo 'echo; echo from $REMOTE_ADDR.' >>who; chmod +x who;"
                + " exec httpd -f -p 80 -h /w"));
    jdock.run(line.toArray(String[]::new)).ok();
    return name;
  }

  private static String field(Jdock jdock, String container, String network, String field) {
    return jdock.format(
        container, "{{(index .NetworkSettings.Networks \"" + network + "\")." + field + "}}");
  }

  private String address(String container, String network) {
    return field(jdock, container, network, "GlobalIPv6Address");
  }

  private static String ask(Jdock jdock, String from, String address) {
    String request = "printf 'GET /cgi-bin/who HTTP/1.0\\r\\n\\r\\n' | nc -w 1 " + address + " 80";
    return jdock.run("exec", from, "sh", "-c", request).out();
  }

  private void assertReaches(String from, String address) {
    Eventually.that(
        () -> from + " does not reach " + address,
        () -> ask(jdock, from, address).contains("from "));
  }

  private JsonNode known(String network) {
    return jdock.inspect(network);
  }

  private static int subnetNumber = 10;

  /** The beginning of one that nobody else has. */
  private static synchronized String prefix() {
    return "fd0d:213:" + subnetNumber++ + "::";
  }

  @Test
  void aNetworkHasBothVersionsOfIp() {
    String name = network();
    JsonNode known = known(name);
    assertThat(known.path("EnableIPv4").asBoolean()).isTrue();
    assertThat(known.path("EnableIPv6").asBoolean()).isTrue();
    String subnet = known.at("/IPAM/Config/1/Subnet").asText();
    String gateway = known.at("/IPAM/Config/1/Gateway").asText();
    assertThat(subnet).startsWith("fd").endsWith("::/64");
    assertThat(gateway).isEqualTo(subnet.replace("/64", "1"));
    jdock
        .run("network", "ls", "-f", "name=" + name, "--format", "{{.IPv4}} {{.IPv6}}")
        .prints("true true");

    String web = server("--network", name);
    assertThat(address(web, name)).isEqualTo(subnet.replace("/64", "2"));
    assertThat(field(jdock, web, name, "GlobalIPv6PrefixLen")).isEqualTo("64");
    assertThat(field(jdock, web, name, "IPv6Gateway")).isEqualTo(gateway);
    jdock.run("exec", web, "ip", "-6", "route", "show", "default").saysOnOut("via " + gateway);
    jdock.run("exec", web, "cat", "/etc/hosts").saysOnOut("\n" + address(web, name) + "\t");
    assertThat(known(name).findValue("IPv6Address").asText()).isEqualTo(address(web, name) + "/64");
    String client = server("--network", name);
    assertReaches(client, address(web, name));
    assertReaches(client, field(jdock, web, name, "IPAddress"));
  }

  @Test
  void namesLeadToAddressesAndBack() {
    String name = network();
    String web = server("--network", name);
    String client = server("--network", name);
    jdock
        .run("exec", client, "nslookup", "-type=aaaa", web, "127.0.0.11")
        .saysOnOut("Address: " + address(web, name));
    jdock
        .run("exec", client, "nslookup", address(web, name), "127.0.0.11")
        .saysOnOut("name = " + web + "." + name);
    jdock.run("exec", client, "ping", "-6", "-c", "1", web).ok();
  }

  @Test
  void aNetworkCanDoWithoutIpv4() {
    String name = network("--ipv4=false");
    String web = server("--network", name, "-p", "80");
    assertThat(field(jdock, web, name, "IPAddress")).isEmpty();
    assertThat(field(jdock, web, name, "Gateway")).isEmpty();
    jdock.run("exec", web, "ip", "-4", "address", "show", "dev", "eth0").printsNothing();
    assertReaches(server("--network", name), web);
    String port = jdock.run("port", web, "80").text();
    assertThat(port).startsWith("[::]:");
    assertThat(Host.awaitPage("http://" + port.replace("::", "::1") + "/cgi-bin/who", "from"))
        .contains("from");
    jdock
        .run("network", "create", "--ipv4=false", jdock.network())
        .exits(1)
        .saysOnErr("IPv4 or IPv6 must be enabled");
  }

  @Test
  void addressesAreThoseAskedForAndNobodyElses() {
    String base = prefix();
    String name =
        network(
            "--subnet",
            base + "/64",
            "--gateway",
            base + "9",
            "--ip-range",
            base + "1000/116",
            "--aux-address",
            "printer=" + base + "1000");
    String chosen = server("--network", name, "--ip6", base + "44");
    assertThat(address(chosen, name)).isEqualTo(base + "44");
    assertThat(field(jdock, chosen, name, "IPAMConfig.IPv6Address")).isEqualTo(base + "44");
    assertThat(address(server("--network", name), name)).isEqualTo(base + "1001");
    jdock
        .run("exec", chosen, "ip", "-6", "route", "show", "default")
        .saysOnOut("via " + base + "9 ");
    refused(name, base + "44").saysOnErr("Address already in use");
    refused(name, "fd99::1")
        .saysOnErr("no configured subnet or ip-range contain the IP address fd99::1");
    jdock
        .run("network", "create", "--ipv6", "--subnet", base + "/80", jdock.network())
        .exits(1)
        .saysOnErr("Pool overlaps with other one on this address space");
    String second = server("--network", "name=" + name + ",ip6=" + base + "45");
    assertThat(address(second, name)).isEqualTo(base + "45");
  }

  private Result refused(String network, String address) {
    return jdock
        .run(
            "run",
            "--name",
            jdock.container(),
            "--network",
            network,
            "--ip6",
            address,
            jdock.busybox(),
            "true")
        .exits(125);
  }

  @Test
  void containersReachThoseOfTheirNetworkOnly() {
    String one = network();
    String other = network();
    String inside = network("--internal");
    String web = server("--network", one);
    String far = server("--network", other);
    String confined = server("--network", inside);
    assertReaches(server("--network", one), address(web, one));
    assertReaches(server("--network", inside), address(confined, inside));
    assertThat(ask(jdock, far, address(web, one))).isEmpty();
    assertThat(ask(jdock, confined, address(web, one))).isEmpty();
    assertThat(field(jdock, confined, inside, "IPv6Gateway")).isEmpty();
    jdock.run("exec", confined, "ip", "-6", "route", "show", "default").printsNothing();
  }

  @Test
  void aContainerIsConnectedAndDisconnectedWhileItRuns() {
    String base = prefix();
    String first = network();
    String second = network("--subnet", base + "/64");
    String web = server("--network", first);
    jdock.run("network", "connect", "--ip6", base + "77", "--gw-priority", "1", second, web).ok();
    assertThat(address(web, second)).isEqualTo(base + "77");
    jdock.run("exec", web, "ip", "-6", "route", "show", "default").saysOnOut("dev eth1");
    jdock.run("exec", web, "cat", "/etc/hosts").saysOnOut(base + "77\t");
    jdock.run("network", "disconnect", second, web).ok();
    jdock.run("exec", web, "ip", "-6", "route", "show", "default").saysOnOut("dev eth0");
    assertThat(jdock.run("exec", web, "cat", "/etc/hosts").ok().out()).doesNotContain(base);
  }

  /** A machine beside this one, and a wire to it. */
  private record Neighbour(String name, String here, String there) implements AutoCloseable {
    static Neighbour make() {
      String base = prefix();
      String name = "six-" + base.split(":", -1)[2];
      Neighbour made = new Neighbour(name, base + "1", base + "2");
      Host.run("ip", "netns", "add", name).ok();
      Host.run("ip", "link", "add", name, "type", "veth", "peer", "eth0", "netns", name).ok();
      Host.run("ip", "address", "add", made.here + "/64", "dev", name, "nodad").ok();
      Host.run("ip", "link", "set", name, "up").ok();
      made.run("ip", "address", "add", made.there + "/64", "dev", "eth0", "nodad").ok();
      made.run("ip", "link", "set", "eth0", "up").ok();
      made.run("ip", "route", "add", "default", "via", made.here).ok();
      return made;
    }

    Result run(String... command) {
      List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", name));
      line.addAll(List.of(command));
      return Host.run(line.toArray(String[]::new));
    }

    String ask(String address, String port) {
      return run("curl", "-s", "-m", "1", "http://[" + address + "]:" + port + "/cgi-bin/who")
          .out();
    }

    @Override
    public void close() {
      Host.run("ip", "link", "delete", name).ok();
      Host.run("ip", "netns", "delete", name).ok();
    }
  }

  @Test
  void theOutsideSeesPublishedPortsOnly() {
    String name = network();
    String web = server("--network", name, "-p", "80");
    String port = jdock.run("port", web, "80").ok().out().lines().findFirst().orElseThrow();
    try (Neighbour outside = Neighbour.make()) {
      Eventually.that(
          () -> "the port is not reached, or by another address",
          () ->
              outside
                  .ask(outside.here(), port.substring(port.lastIndexOf(':') + 1))
                  .contains("from [" + outside.there() + "]."));
      assertThat(outside.ask(address(web, name), "80")).isEmpty();
      Result unanswered =
          outside.run("busybox", "ping", "-6", "-c", "1", "-W", "1", address(web, name));
      assertThat(unanswered.out()).contains("0 packets received");
      jdock.run("exec", web, "ping", "-6", "-c", "1", outside.there()).ok();
    }
  }

  @Test
  @JdockOnly("Docker's daemon is not killed")
  void networksOutliveTheirEngine() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      String name = network(own.jdock());
      String web = server(own.jdock(), "--network", name);
      String address = field(own.jdock(), web, name, "GlobalIPv6Address");
      own.jdock().killEngine();
      assertThat(field(own.jdock(), web, name, "GlobalIPv6Address")).isEqualTo(address);
      String client = server(own.jdock(), "--network", name);
      Eventually.that(
          () -> "no answer from " + address,
          () -> ask(own.jdock(), client, address).contains("from"));
      own.jdock().run("rm", "-f", web, client).ok();
      own.jdock().run("network", "rm", name).ok();
    }
  }

  @Test
  @JdockOnly("Docker does not look after its rules")
  void whatSomebodyDeletesComesBack() {
    String name = network();
    String web = server("--network", name);
    String client = server("--network", name);
    String id = jdock.run("network", "inspect", "-f", "{{.Id}}", name).text().substring(0, 12);
    Host.run("nft", "flush", "table", "ip6", "jdock-" + id).ok();
    Host.run("ip", "-6", "address", "flush", "dev", "br-" + id).ok();
    Eventually.that(
        () -> "the rules are gone",
        () -> Host.run("nft", "list", "table", "ip6", "jdock-" + id).out().contains("masquerade"));
    Eventually.that(
        () -> "the gateway is gone",
        () ->
            Host.run("ip", "-6", "address", "show", "dev", "br-" + id)
                .out()
                .contains(field(jdock, web, name, "IPv6Gateway") + "/64"));
    Host.run("ip", "link", "delete", "br-" + id).ok();
    assertReaches(client, address(web, name));
  }
}
