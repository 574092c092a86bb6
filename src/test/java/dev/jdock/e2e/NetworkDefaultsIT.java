package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What daemon.json says about networks. */
@EndToEnd
@JdockOnly("the daemon under test has no daemon.json of the tests'")
class NetworkDefaultsIT {
  private final Jdock suite;
  private @TempDir Path folder = Path.of("");
  private Path settings = Path.of("");
  private OwnRoot root;
  private Jdock jdock;

  NetworkDefaultsIT(Jdock jdock) {
    this.suite = jdock;
    this.jdock = jdock;
  }

  @BeforeEach
  void prepare() throws IOException {
    settings = Files.createDirectories(folder.resolve("etc/jdock")).resolve("daemon.json");
    root = OwnRoot.withEtc(suite, folder.resolve("etc"));
    jdock = root.jdock();
  }

  @AfterEach
  void close() {
    root.close();
  }

  private Result shell(String network, String command) {
    return jdock.run("run", "--rm", "--network", network, jdock.busybox(), "sh", "-c", command);
  }

  @Test
  void theDefaultNetworkFollowsThem() {
    shell("bridge", "ip -6 address show dev eth0").printsNothing();
    Host.write(
        settings,
        """
        {"bip": "10.214.3.1/24", "fixed-cidr": "10.214.3.128/25", "ipv6": true,
         "fixed-cidr-v6": "fd0d:214:3::/64", "mtu": 1340,
         "dns": ["192.0.2.53"], "dns-search": ["corp.test"], "dns-opts": ["timeout:3"]}
        """);
    shell("bridge", "ip address show dev eth0; ip route; cat /etc/hosts; cat /etc/resolv.conf")
        .ok()
        .saysOnOut("mtu 1340")
        .saysOnOut("inet 10.214.3.128/24")
        .saysOnOut("inet6 fd0d:214:3::2/64")
        .saysOnOut("default via 10.214.3.1 ")
        .saysOnOut("\n10.214.3.1\thost.docker.internal\nfd0d:214:3::1\thost.docker.internal\n")
        .saysOnOut("search corp.test\nnameserver 192.0.2.53\noptions timeout:3\n");
    jdock
        .run("network", "inspect", "-f", "{{.EnableIPv6}} {{json .IPAM.Config}}", "bridge")
        .prints(
            "true [{\"Subnet\":\"10.214.3.0/24\",\"IPRange\":\"10.214.3.128/25\","
                + "\"Gateway\":\"10.214.3.1\"},{\"Subnet\":\"fd0d:214:3::/64\","
                + "\"IPRange\":\"fd0d:214:3::/64\",\"Gateway\":\"fd0d:214:3::1\"}]");
    String name = jdock.container();
    jdock
        .run("run", "-d", "--name", name, "--dns", "192.0.2.54", jdock.busybox(), "sleep", "600")
        .ok();
    jdock.run("exec", name, "cat", "/etc/resolv.conf").saysOnOut("nameserver 192.0.2.54\n");
    // Who is there keeps what it has.
    Host.write(settings, "{\"bip\": \"10.214.4.1/24\"}");
    shell("bridge", "ip route").ok().saysOnOut("10.214.3.0/24");
    jdock.killEngine();
    assertThat(jdock.format(name, "{{.NetworkSettings.GlobalIPv6Address}}"))
        .isEqualTo("fd0d:214:3::2");
    jdock.run("rm", "-f", name).ok();
    shell("bridge", "ip route").ok().saysOnOut("10.214.4.0/24");
  }

  @Test
  void portsArePublishedWhereTheySay() {
    Host.write(settings, "{\"ip\": \"127.0.0.1\", \"icc\": false}");
    String name = jdock.container();
    jdock.run("run", "-d", "--name", name, "-p", "80", jdock.busybox(), "sleep", "600").ok();
    assertThat(jdock.run("port", name, "80").text()).startsWith("127.0.0.1:");
    String address = jdock.format(name, "{{.NetworkSettings.IPAddress}}");
    shell("bridge", "ping -c 1 -W 1 " + address).exits(1);
    jdock.run("rm", "-f", name).ok();
  }

  @Test
  void newNetworksHaveTheirPoolsAndOptions() {
    Host.write(
        settings,
        """
        {"default-address-pools": [{"base": "10.215.0.0/23", "size": 24}],
         "default-network-opts": {"bridge": {"com.docker.network.driver.mtu": "1350"}},
         "dns": ["192.0.2.53"], "host-gateway-ips": ["192.0.2.9"]}
        """);
    String first = jdock.network();
    String second = jdock.network();
    jdock.run("network", "create", first).ok();
    jdock.run("network", "create", second).ok();
    jdock
        .run("network", "inspect", "-f", "{{(index .IPAM.Config 0).Subnet}}", first, second)
        .prints("10.215.0.0/24\n10.215.1.0/24");
    jdock
        .run("network", "create", jdock.network())
        .exits(1)
        .saysOnErr("all predefined address pools have been fully subnetted");
    shell(first, "ip link show dev eth0; nslookup -type=a host.docker.internal 127.0.0.11")
        .saysOnOut("mtu 1350")
        .saysOnOut("Address: 192.0.2.9");
    jdock.run("network", "rm", first, second).ok();
  }

  @Test
  void whatMakesNoSenseIsToldToWhoeverNeedsIt() {
    Host.write(settings, "{\"bip\": \"x\"}");
    shell("bridge", "true")
        .exits(125)
        .saysOnErr("networks in /etc/jdock/daemon.json: parse bip failed: invalid CIDR address: x");
    jdock
        .run("network", "create", jdock.network())
        .exits(1)
        .saysOnErr("parse bip failed: invalid CIDR address: x");
    Host.write(settings, "{}");
    shell("bridge", "echo well").prints("well");
  }

  @Test
  void theHostHasANameOnNetworksThatLeadOut() {
    String own = jdock.network();
    String inside = jdock.network();
    jdock.run("network", "create", "--ipv6", own).ok();
    jdock.run("network", "create", "--internal", inside).ok();
    shell(own, "ping -c 1 host.docker.internal && ping -6 -c 1 host.docker.internal").ok();
    shell("bridge", "ping -c 1 host.docker.internal").ok();
    shell(inside, "nslookup -type=a host.docker.internal 127.0.0.11").exits(1);
    String other = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--name",
            other,
            "--network",
            "name=" + own + ",alias=host.docker.internal",
            jdock.busybox(),
            "sleep",
            "600")
        .ok();
    shell(own, "nslookup -type=a host.docker.internal 127.0.0.11")
        .saysOnOut(
            "Address: "
                + jdock.format(
                    other, "{{(index .NetworkSettings.Networks \"" + own + "\").IPAddress}}"));
    jdock.run("rm", "-f", other).ok();
    jdock.run("network", "rm", own, inside).ok();
  }
}
