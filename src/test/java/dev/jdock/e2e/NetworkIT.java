package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks of users' own. */
@EndToEnd
class NetworkIT {
  private final Jdock jdock;

  NetworkIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String network(String... flags) {
    return network(jdock, flags);
  }

  private static String network(Jdock jdock, String... flags) {
    String name = jdock.network();
    List<String> line = new ArrayList<>(List.of("network", "create"));
    line.addAll(List.of(flags));
    line.add(name);
    jdock.run(line.toArray(String[]::new)).ok();
    return name;
  }

  private String server(String... flags) {
    return server(jdock, flags);
  }

  private static String server(Jdock jdock, String... flags) {
    String name = jdock.container();
    List<String> line = new ArrayList<>(List.of("run", "-d", "--name", name));
    line.addAll(List.of(flags));
    line.addAll(
        List.of(
            jdock.busybox(),
            "sh",
            "-c",
            "mkdir /w; echo it works >/w/index.html; exec httpd -f -p 80 -h /w"));
    jdock.run(line.toArray(String[]::new)).ok();
    return name;
  }

  private String address(String container, String network) {
    return address(jdock, container, network);
  }

  private static String address(Jdock jdock, String container, String network) {
    return jdock.format(
        container, "{{(index .NetworkSettings.Networks \"" + network + "\").IPAddress}}");
  }

  private static boolean reaches(Jdock jdock, String from, String address) {
    String ask = "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 1 " + address + " 80";
    return jdock.run("exec", from, "sh", "-c", ask).out().contains("it works");
  }

  private void assertReaches(String from, String address) {
    Eventually.that(() -> from + " does not reach " + address, () -> reaches(jdock, from, address));
  }

  private static int subnetNumber = 10;

  /** One that nobody else has: 10.N.0.0/24 of a test. */
  private static synchronized String subnet() {
    return "10.213." + subnetNumber++ + ".0/24";
  }

  @Test
  void aNetworkIsMadeListedLookedAtAndRemoved() {
    String subnet = subnet();
    String name = jdock.network();
    String id =
        jdock
            .run("network", "create", "--subnet", subnet, "--label", "a=b", "--internal", name)
            .text();
    assertThat(id).matches("[0-9a-f]{64}");
    jdock
        .run("network", "ls", "--filter", "name=^" + name + "$", "--format", "{{.ID}} {{.Driver}}")
        .prints(id.substring(0, 12) + " bridge");
    jdock
        .run(
            "network",
            "inspect",
            "-f",
            "{{.Name}} {{.Internal}} {{(index .IPAM.Config 0).Subnet}} {{.Labels.a}}",
            id.substring(0, 12))
        .prints(name + " true " + subnet + " b");
    jdock
        .run("network", "create", name)
        .exits(1)
        .saysOnErr("network with name " + name + " already exists");
    jdock.run("network", "rm", name).prints(name);
    jdock.run("network", "inspect", name).exits(1).saysOnErr("network " + name + " not found");
  }

  @Test
  void containersReachThoseOfTheirNetworkOnly() {
    String one = network();
    String other = network();
    String web = server("--network", one);
    String near = server("--network", one);
    String far = server("--network", other);
    assertReaches(near, address(web, one));
    assertThat(reaches(jdock, far, address(web, one))).isFalse();
    String unjoined = network("-o", "com.docker.network.bridge.enable_icc=false");
    String lonely = server("--network", unjoined);
    assertThat(reaches(jdock, server("--network", unjoined), address(lonely, unjoined))).isFalse();
  }

  @Test
  void anInternalNetworkLeadsNowhere() {
    String inside = network("--internal");
    String name = server("--network", inside);
    assertThat(jdock.run("exec", name, "ip", "route").ok().out()).doesNotContain("default");
    assertThat(
            jdock.format(name, "{{(index .NetworkSettings.Networks \"" + inside + "\").Gateway}}"))
        .isEmpty();
  }

  @Test
  void aContainerIsConnectedAndDisconnectedWhileItRuns() {
    String first = network();
    String second = network();
    String web = server("--network", first);
    String client = server("--network", second);
    jdock.run("network", "connect", second, web).ok();
    assertReaches(client, address(web, second));
    jdock.run("exec", web, "cat", "/etc/hosts").saysOnOut(address(web, second) + "\t");
    jdock
        .run("network", "connect", second, web)
        .exits(1)
        .saysOnErr("endpoint with name " + web + " already exists in network " + second);
    jdock.run("network", "disconnect", first, web).ok();
    jdock.run("exec", web, "ip", "route", "show", "default").saysOnOut("dev eth1");
    assertReaches(client, address(web, second));
    jdock
        .run("network", "disconnect", first, web)
        .exits(1)
        .saysOnErr("is not connected to network " + first);
    jdock.run("restart", "-t", "0", web).ok();
    assertReaches(client, address(web, second));
    JsonNode networks = jdock.inspect(web).at("/NetworkSettings/Networks");
    assertThat(networks.properties()).hasSize(1);
  }

  @Test
  void aConnectionHasOptionsOfItsOwn() {
    String first = network();
    String second = network();
    String option = "com.docker.network.endpoint.";
    String name =
        server(
            "--network",
            "name=" + first + ",driver-opt=" + option + "ifname=data0",
            "--network",
            "name="
                + second
                + ",driver-opt="
                + option
                + "sysctls=net.ipv4.conf.IFNAME.log_martians=1");
    jdock.run("exec", name, "cat", "/proc/sys/net/ipv4/conf/data0/log_martians").prints("0");
    jdock.run("exec", name, "cat", "/proc/sys/net/ipv4/conf/eth0/log_martians").prints("1");
    String third = network();
    jdock
        .run("network", "connect", "--driver-opt", option + "ifname=data0", third, name)
        .exits(1)
        .saysOnErr("\"data0\": file exists");
    jdock.run("network", "connect", "--driver-opt", option + "ifname=more0", third, name).ok();
    jdock.run("exec", name, "ip", "link", "show", "more0").ok();
    assertThat(
            jdock.format(
                name, "{{json (index .NetworkSettings.Networks \"" + third + "\").DriverOpts}}"))
        .isEqualTo("{\"" + option + "ifname\":\"more0\"}");
    jdock
        .run(
            "run",
            "--rm",
            "--network",
            "name=" + first + ",driver-opt=" + option + "sysctls=net.ipv4.conf.eth0.forwarding=1",
            jdock.busybox(),
            "true")
        .exits(125)
        .saysOnErr("unrecognised network interface sysctl 'net.ipv4.conf.eth0.forwarding=1'");
  }

  @Test
  void aLinkOfAConnectionIsKnownThere() {
    String first = network();
    String second = network();
    String web = server("--network", second);
    String client = server("--network", first);
    jdock.run("network", "connect", "--link", web + ":db", second, client).ok();
    jdock.run("exec", client, "ping", "-c", "1", "db").ok();
    assertThat(
            jdock.format(
                client, "{{json (index .NetworkSettings.Networks \"" + second + "\").Links}}"))
        .isEqualTo("[\"" + web + ":db\"]");
    jdock.run("network", "disconnect", second, client).ok();
    jdock.run("exec", client, "nslookup", "-type=a", "db", "127.0.0.11").exits(1);
  }

  @Test
  void aBridgeNeedsNoAddress() {
    String option = "com.docker.network.bridge.";
    // Without an address on a bridge, others do not see that a subnet is used.
    String silent = network("--subnet", subnet(), "-o", option + "inhibit_ipv4=true");
    String apart =
        network("--internal", "--subnet", subnet(), "-o", option + "gateway_mode_ipv4=isolated");
    for (String network : List.of(silent, apart)) {
      String id = jdock.run("network", "inspect", "-f", "{{.Id}}", network).text();
      String web = server("--network", network);
      assertReaches(server("--network", network), address(web, network));
      assertThat(Host.run("ip", "-4", "address", "show", "dev", "br-" + id.substring(0, 12)).out())
          .isEmpty();
      assertThat(Host.get("http://" + address(web, network) + "/")).isEmpty();
    }
  }

  @Test
  void theHighestPriorityIsTheWayOut() {
    String first = network();
    String second = network();
    String name =
        server(
            "--network", "name=" + first + ",alias=x", "--network", "gw-priority=1,name=" + second);
    jdock.run("exec", name, "ip", "route", "show", "default").saysOnOut("dev eth1");
    assertThat(
            jdock.format(name, "{{(index .NetworkSettings.Networks \"" + first + "\").Aliases}}"))
        .isEqualTo("[x]");
  }

  @Test
  void addressesAreThoseAskedForAndNobodyElses() {
    String subnet = subnet();
    String base = subnet.replace(".0/24", ".");
    String name =
        network(
            "--subnet",
            subnet,
            "--gateway",
            base + "9",
            "--ip-range",
            base + "64/26",
            "--aux-address",
            "printer=" + base + "64");
    String chosen = server("--network", name, "--ip", base + "44");
    assertThat(address(chosen, name)).isEqualTo(base + "44");
    assertThat(address(server("--network", name), name)).isEqualTo(base + "65");
    jdock.run("exec", chosen, "ip", "route", "show", "default").saysOnOut("via " + base + "9 ");
    jdock
        .run(
            "run",
            "--name",
            jdock.container(),
            "--network",
            name,
            "--ip",
            base + "44",
            jdock.busybox(),
            "true")
        .exits(125)
        .saysOnErr("Address already in use");
    jdock
        .run("run", "--rm", "--network", name, "--ip", "10.99.0.1", jdock.busybox(), "true")
        .exits(125)
        .saysOnErr("no configured subnet or ip-range contain the IP address 10.99.0.1");
    jdock
        .run("network", "create", "--subnet", base + "128/25", jdock.network())
        .exits(1)
        .saysOnErr("Pool overlaps with other one on this address space");
  }

  @Test
  void aNetworkInUseStays() {
    String name = network();
    String web = server("--network", name);
    jdock
        .run("network", "rm", name)
        .exits(1)
        .saysOnErr("network " + name + " has active endpoints (name:\"" + web + "\" id:\"");
    jdock.run("stop", "-t", "0", web).ok();
    jdock.run("network", "rm", name).ok();
    jdock
        .run("start", web)
        .exits(1)
        .saysOnErr("failed to set up container networking: network " + name + " not found");
  }

  @Test
  void portsOfAContainerOnItsOwnNetworkArePublished() {
    int port = Host.freePort();
    String name = network();
    String web = server("--network", name, "-p", port + ":80");
    assertThat(Host.awaitPage("http://127.0.0.1:" + port + "/", "it works")).contains("it works");
    String other = network();
    jdock.run("network", "connect", "--gw-priority", "5", other, web).ok();
    jdock.run("network", "disconnect", name, web).ok();
    assertThat(Host.awaitPage("http://127.0.0.1:" + port + "/", "it works")).contains("it works");
  }

  @Test
  @JdockOnly("Docker has no such command")
  void addressesOfAServerAreShown() {
    int port = Host.freePort();
    String name = network();
    String published = server("--network", name, "-p", "127.0.0.1:" + port + ":80");
    jdock.run("url", published).prints("http://127.0.0.1:" + port + "/");
    String exposed = server("--network", name, "--expose", "80", "--expose", "5432");
    String address = address(exposed, name);
    assertThat(jdock.run("url", exposed).ok().out().lines())
        .containsExactlyInAnyOrder("http://" + address + ":80/", address + ":5432");
    jdock.run("url", exposed, "5432").prints(address + ":5432");
    jdock
        .run("url", exposed, "99")
        .exits(1)
        .saysOnErr("Error: " + exposed + " has no port 99 that can be reached");
  }

  @Test
  @JdockOnly("Docker's daemon is not killed")
  void networksOutliveTheirEngine() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      String name = network(own.jdock());
      String web = server(own.jdock(), "--network", name);
      String client = server(own.jdock(), "--network", name);
      String address = address(own.jdock(), web, name);
      own.jdock().killEngine();
      assertThat(address(own.jdock(), web, name)).isEqualTo(address);
      assertThat(reaches(own.jdock(), client, address)).isTrue();
      own.jdock().run("network", "rm", name).exits(1).saysOnErr("has active endpoints");
      own.jdock().run("rm", "-f", web, client).ok();
      own.jdock().run("network", "rm", name).ok();
      assertThat(own.jdock().run("network", "ls", "-q", "--filter", "type=custom").ok().out())
          .isEmpty();
    }
  }

  /** The engine records what it does after it has connected, and before it disconnects. */
  @Test
  @JdockOnly("Docker's daemon is not killed")
  void connectionsThatTheEngineDidNotComeToRecordAreTakenBack() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      String name = network(own.jdock());
      String box = server(own.jdock());
      Path record =
          own.path()
              .resolve("containers")
              .resolve(own.jdock().format(box, "{{.Id}}"))
              .resolve("config.json");
      String before = Host.read(record);
      own.jdock().run("network", "connect", name, box).ok();
      String address = address(own.jdock(), box, name);
      own.jdock().killEngine();
      Host.write(record, before);

      own.jdock().run("exec", box, "ip", "link", "show", "eth1").saysOnErr("can't find device");
      assertThat(own.jdock().run("exec", box, "cat", "/etc/hosts").ok().out())
          .doesNotContain(address);
      own.jdock().run("network", "disconnect", name, box).exits(1).saysOnErr("is not connected");
      own.jdock().run("network", "connect", name, box).ok();
      own.jdock().run("exec", box, "ip", "link", "show", "eth1").ok();
      own.jdock().run("rm", "-f", box).ok();
      own.jdock().run("network", "rm", name).ok();
    }
  }

  @Test
  @JdockOnly("Docker does not look after its rules")
  void whatSomebodyDeletesComesBack() {
    String name = network();
    int port = Host.freePort();
    String web = server("--network", name, "-p", port + ":80");
    String id = jdock.run("network", "inspect", "-f", "{{.Id}}", name).text().substring(0, 12);
    String url = "http://" + Host.address() + ":" + port + "/";
    assertThat(Host.awaitPage(url, "it works")).contains("it works");
    Host.run("ip", "link", "delete", "br-" + id).ok();
    awaitReply(web, name);
    Host.run("nft", "flush", "table", "ip", "jdock-" + id).ok();
    Eventually.that(
        () -> "the rules are gone",
        () -> Host.run("nft", "list", "table", "ip", "jdock-" + id).out().contains("masquerade"));
    String link = Host.run("ls", "/sys/class/net/br-" + id + "/brif").text();
    Host.run("ip", "link", "delete", link).ok();
    awaitReply(web, name);
    assertThat(Host.awaitPage(url, "it works")).contains("it works");
  }

  private void awaitReply(String container, String network) {
    String address = address(container, network);
    Eventually.that(
        () -> container + " does not answer at " + address,
        () ->
            Host.run("curl", "-s", "-m", "1", "http://" + address + "/")
                .out()
                .contains("it works"));
  }
}
