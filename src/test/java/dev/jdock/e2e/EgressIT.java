package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that lead to some places outside only. */
@EndToEnd
@JdockOnly("Docker has nothing like it")
class EgressIT {
  private final Jdock jdock;
  private @TempDir Path folder = Path.of("");
  private OutsideWorld world;

  EgressIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void open() {
    world = new OutsideWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static String network(Jdock jdock, String... allowed) {
    String name = jdock.network();
    List<String> line = new ArrayList<>(List.of("network", "create", "--internal"));
    for (String each : allowed) {
      line.addAll(List.of("--allow", each));
    }
    line.add(name);
    jdock.run(line.toArray(String[]::new)).ok();
    return name;
  }

  private String sleeper(Jdock jdock, String network) {
    String name = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--name",
            name,
            "--network",
            network,
            "--dns",
            world.nameServer(),
            jdock.busybox(),
            "sleep",
            "600")
        .ok();
    return name;
  }

  private static List<String> lookUp(Jdock jdock, String from, String type, String name) {
    return jdock
        .run("exec", from, "nslookup", "-type=" + type, name, "127.0.0.11")
        .out()
        .lines()
        .filter(line -> line.startsWith("Address: "))
        .map(line -> line.substring("Address: ".length()))
        .toList();
  }

  /** What a web server says, or why nobody says anything. */
  private static String get(Jdock jdock, String from, String address, int port) {
    String script =
        "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 5 %s %d 2>&1".formatted(address, port);
    return jdock.run("exec", from, "sh", "-c", script).out().strip();
  }

  private static String refused(Jdock jdock, String network) {
    return jdock
        .run(
            "network",
            "inspect",
            "-f",
            "{{range .Egress.LastRefused}}{{.Name}} {{.Target}} {{.Count}}\n{{end}}",
            network)
        .ok()
        .out();
  }

  @Test
  void allowedNamesLeadToTheirPorts() {
    String network = network(jdock, "data.example.org:443", "*.example.com:80,8000-9000");
    String box = sleeper(jdock, network);
    assertThat(lookUp(jdock, box, "a", "Data.example.org")).containsExactly(world.address(1));
    assertThat(get(jdock, box, world.address(1), 443)).endsWith("here is " + world.address(1));
    assertThat(get(jdock, box, world.address(1), 80)).contains("refused");
    assertThat(lookUp(jdock, box, "a", "deep.a.example.com")).containsExactly(world.address(2));
    assertThat(get(jdock, box, world.address(2), 8080)).endsWith("here is " + world.address(2));
    assertThat(get(jdock, box, world.address(2), 443)).contains("refused");
    assertThat(lookUp(jdock, box, "a", "www.example.com")).containsExactly(world.address(4));
    assertThat(get(jdock, box, world.address(4), 80)).endsWith("here is " + world.address(4));
    assertThat(lookUp(jdock, box, "aaaa", "api.example.com")).isEmpty();
    jdock
        .run("network", "inspect", network)
        .saysOnOut("\"Address\": \"" + world.address(1) + "\",")
        .saysOnOut("\"data.example.org:443\"");
  }

  @Test
  void nothingElseIsReachedAndAllOfItIsShown() {
    String network = network(jdock, "data.example.org:443", "*.example.com");
    String box = sleeper(jdock, network);
    assertThat(lookUp(jdock, box, "a", "evil.example")).isEmpty();
    jdock.run("exec", box, "nslookup", "-type=txt", "a.b.evil.example", "127.0.0.11").exits(1);
    assertThat(world.asked()).doesNotContain("evil.example");
    // Before its name was asked for, not even an allowed one.
    assertThat(get(jdock, box, world.address(1), 443)).contains("refused");
    assertThat(get(jdock, box, world.address(3), 80)).contains("refused");
    assertThat(get(jdock, box, world.address(14), 22)).contains("refused");
    jdock.run("exec", box, "nslookup", "-type=a", "evil.example", world.nameServer()).exits(1);
    jdock.run("exec", box, "ping", "-c", "1", "-W", "1", world.address(1)).exits(1);
    assertThat(world.asked()).doesNotContain("evil.example");
    assertThat(refused(jdock, network))
        .contains(
            box + " evil.example 1\n",
            box + " a.b.evil.example 1\n",
            box + " " + world.address(1) + ":443/tcp 1\n",
            box + " " + world.address(3) + ":80/tcp 1\n",
            box + " " + world.address(14) + ":22/tcp 1\n",
            box + " " + world.nameServer() + ":53/udp ",
            box + " " + world.address(1) + " icmp 1\n");
    String id = jdock.format(box, "{{.Id}}");
    assertThat(
            jdock
                .run(
                    "events",
                    "--since",
                    "10m",
                    "--until",
                    "0s",
                    "--filter",
                    "event=refuse",
                    "--filter",
                    "network=" + network)
                .ok()
                .out())
        .contains("network refuse ", "container=" + id, "target=evil.example");
  }

  @Test
  void namesLeadToNoAddressInside() {
    String network = network(jdock, "rebind.example.com");
    String box = sleeper(jdock, network);
    assertThat(lookUp(jdock, box, "a", "rebind.example.com")).isEmpty();
    assertThat(refused(jdock, network))
        .contains(
            "rebind.example.com at 127.0.0.1",
            "rebind.example.com at 10.0.0.1",
            "rebind.example.com at 169.254.169.254",
            "rebind.example.com at " + world.address(14));
  }

  @Test
  void addressesAreAllowedByThemselves() {
    String network = network(jdock, world.address(1) + ":80", world.address(2) + "/32");
    String box = sleeper(jdock, network);
    assertThat(get(jdock, box, world.address(1), 80)).endsWith("here is " + world.address(1));
    assertThat(get(jdock, box, world.address(1), 443)).contains("refused");
    assertThat(get(jdock, box, world.address(2), 443)).endsWith("here is " + world.address(2));
    jdock.run("exec", box, "ping", "-c", "1", world.address(2)).ok();
    String other = sleeper(jdock, network);
    jdock.run("exec", box, "ping", "-c", "1", other).ok();
  }

  private static String networkWithIpv6(Jdock jdock, String... allowed) {
    String name = jdock.network();
    List<String> line = new ArrayList<>(List.of("network", "create", "--internal", "--ipv6"));
    for (String each : allowed) {
      line.addAll(List.of("--allow", each));
    }
    line.add(name);
    jdock.run(line.toArray(String[]::new)).ok();
    return name;
  }

  @Test
  void allowedNamesLeadToTheirPortsByIpv6Too() {
    String network = networkWithIpv6(jdock, "data.example.org:443", "rebind.example.com");
    String box = sleeper(jdock, network);
    assertThat(get(jdock, box, world.address6(1), 443)).contains("refused");
    assertThat(lookUp(jdock, box, "aaaa", "data.example.org")).containsExactly(world.address6(1));
    assertThat(get(jdock, box, world.address6(1), 443)).endsWith("here is " + world.address6(1));
    assertThat(get(jdock, box, world.address6(1), 80)).contains("refused");
    assertThat(lookUp(jdock, box, "a", "data.example.org")).containsExactly(world.address(1));
    assertThat(get(jdock, box, world.address(1), 443)).endsWith("here is " + world.address(1));
    // This machine.
    assertThat(get(jdock, box, world.address6(14), 22)).contains("refused");
    assertThat(lookUp(jdock, box, "aaaa", "evil.example")).isEmpty();
    assertThat(lookUp(jdock, box, "aaaa", "rebind.example.com")).isEmpty();
    jdock.run("exec", box, "ping", "-6", "-c", "1", "-W", "1", world.address6(1)).exits(1);
    assertThat(refused(jdock, network))
        .contains(
            box + " [" + world.address6(1) + "]:80/tcp 1\n",
            box + " [" + world.address6(14) + "]:22/tcp 1\n",
            box + " " + world.address6(1) + " icmp 1\n",
            "rebind.example.com at ::1 ",
            "rebind.example.com at fd00::1 ",
            "rebind.example.com at 64:ff9b::a00:1 ",
            "rebind.example.com at " + world.address6(14) + " ");
    String other = sleeper(jdock, network);
    jdock.run("exec", box, "ping", "-6", "-c", "1", other).ok();
  }

  @Test
  void addressesOfIpv6AreAllowedByThemselves() {
    String network = networkWithIpv6(jdock, "[" + world.address6(1) + "]:80");
    String box = sleeper(jdock, network);
    assertThat(get(jdock, box, world.address6(1), 80)).endsWith("here is " + world.address6(1));
    assertThat(get(jdock, box, world.address6(1), 443)).contains("refused");
    assertThat(get(jdock, box, world.address6(2), 80)).contains("refused");
    jdock
        .run("network", "create", "--internal", "--allow", "2001:db8::/32", jdock.network())
        .exits(1)
        .saysOnErr("cannot allow 2001:db8::: the network has no IPv6");
  }

  /** Who may change its own network gets no further with an address that it gives itself. */
  @Test
  void versionsOfIpThatTheNetworkHasNotAreGuardedToo() {
    String network = network(jdock, "data.example.org:443");
    String box = sleeper(jdock, network);
    String id = jdock.run("network", "inspect", "-f", "{{.Id}}", network).ok().text();
    String table = "jdock-allow-" + id.substring(0, 12);
    assertThat(Host.run("nft", "list", "chain", "ip6", table, "input").ok().out())
        .contains("reject with");
    jdock.run("rm", "-f", box).ok();
    jdock.run("network", "rm", network).ok();
    assertThat(Host.run("nft", "list", "tables").ok().out()).doesNotContain(table);
  }

  @Test
  void stepsOfABuildGoNoFurther() {
    String network = network(jdock, "*.example.com");
    Host.write(
        folder.resolve("Dockerfile"),
        """
        FROM %s
        RUN ! nslookup -type=a evil.example; nc -w 5 %s 80 </dev/null; echo exit $?
        """
            .formatted(jdock.busybox(), world.address(3)));
    jdock
        .run(
            "build",
            "--progress",
            "plain",
            "--no-cache",
            "--network",
            network,
            "-t",
            jdock.image(),
            folder.toString())
        .ok()
        .saysOnErr("exit 1");
    assertThat(refused(jdock, network))
        .contains("evil.example 1\n", world.address(3) + ":80/tcp 1\n");
    jdock
        .run("build", "--network", "no-such-network", folder.toString())
        .exits(1)
        .saysOnErr("network no-such-network not found");
  }

  @Test
  void rulesComeBackAndTheNextEngineGoesOn() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      String network = network(own.jdock(), "*.example.com");
      String box = sleeper(own.jdock(), network);
      assertThat(lookUp(own.jdock(), box, "a", "api.example.com")).hasSize(1);
      own.jdock().killEngine();
      assertThat(get(own.jdock(), box, world.address(2), 80)).contains("here is");
      assertThat(get(own.jdock(), box, world.address(3), 80)).contains("refused");
      assertThat(lookUp(own.jdock(), box, "a", "www.example.com")).hasSize(1);
      String id = own.jdock().run("network", "inspect", "-f", "{{.Id}}", network).ok().text();
      String table = "jdock-allow-" + id.substring(0, 12);
      Host.run("nft", "delete", "table", "ip", table).ok();
      Eventually.that(
          () -> table + " is not there",
          () -> Host.run("nft", "list", "table", "ip", table).exitCode() == 0);
      assertThat(get(own.jdock(), box, world.address(4), 80)).contains("here is");
      assertThat(get(own.jdock(), box, world.address(3), 80)).contains("refused");
      own.jdock().run("rm", "-f", box).ok();
      own.jdock().run("network", "rm", network).ok();
      assertThat(Host.run("nft", "list", "tables").ok().out()).doesNotContain(table);
    }
  }

  @Test
  void whatCannotBeAllowedIsRefused() {
    jdock
        .run("network", "create", "--allow", "example.org", jdock.network())
        .exits(1)
        .saysOnErr("on an internal network only");
    jdock
        .run("network", "create", "--internal", "--allow", "example.org:http", jdock.network())
        .exits(1)
        .saysOnErr("invalid destination to allow \"example.org:http\": invalid port \"http\"");
  }
}
