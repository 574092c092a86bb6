package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Containers that know others, and addresses that a user chose, on the default network. */
@EndToEnd
class LinksIT {

  private final Jdock jdock;

  LinksIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String sleeper(String... flags) {
    String name = jdock.container();
    String[] line = new String[flags.length + 6];
    System.arraycopy(new String[] {"run", "-d", "--name", name}, 0, line, 0, 4);
    System.arraycopy(flags, 0, line, 4, flags.length);
    line[line.length - 2] = jdock.busybox();
    line[line.length - 1] = "sleep";
    jdock.run(append(line, "600")).ok();
    return name;
  }

  private static String[] append(String[] line, String last) {
    String[] longer = java.util.Arrays.copyOf(line, line.length + 1);
    longer[line.length] = last;
    return longer;
  }

  private String address(String container) {
    return jdock.format(container, "{{.NetworkSettings.IPAddress}}");
  }

  private String linked(String container, String alias) {
    return jdock.run("exec", container, "grep", "\t" + alias + " ", "/etc/hosts").text();
  }

  @Test
  void linkFollowsAContainerThatStartsElsewhere() {
    String target = sleeper();
    String linking = sleeper("--link", target + ":db");
    String before = address(target);
    assertThat(linked(linking, "db")).startsWith(before + "\t");
    jdock.run("exec", linking, "sh", "-c", "echo 10.9.8.7 own >> /etc/hosts").ok();
    jdock.run("stop", "-t", "0", target).ok();
    String taker = sleeper();
    assertThat(address(taker)).isEqualTo(before);
    jdock.run("start", target).ok();
    assertThat(address(target)).isNotEqualTo(before);
    assertThat(linked(linking, "db")).startsWith(address(target) + "\t");
    jdock.run("exec", linking, "grep", "-c", "^10.9.8.7 own$", "/etc/hosts").prints("1");
  }

  @Test
  void linkOutlivesTheNameAndEndsWithTheContainer() {
    String target = sleeper();
    String linking = sleeper("--link", target + ":db");
    String name = jdock.container();
    jdock.run("rename", target, name).ok();
    jdock.run("restart", "-t", "0", linking).ok();
    assertThat(linked(linking, "db")).startsWith(address(name) + "\t");
    JsonNode links = jdock.inspect(linking).path("HostConfig").path("Links");
    assertThat(links.path(0).asText()).isEqualTo("/" + name + ":/" + linking + "/db");
    jdock.run("rm", "-f", name).ok();
    jdock.run("restart", "-t", "0", linking).ok();
    // As a word: the host name has hexadecimal digits.
    jdock.run("exec", linking, "grep", "-w", "db", "/etc/hosts").exits(1);
  }

  @Test
  void removedLinkIsKnownNoMore() {
    String target = sleeper();
    String linking = sleeper("--link", target + ":db", "--link", target + ":store");
    jdock.run("rm", "--link", linking + "/db").prints(linking + "/db");
    jdock.run("exec", linking, "grep", "-w", "db", "/etc/hosts").exits(1);
    assertThat(linked(linking, "store")).startsWith(address(target) + "\t");
    JsonNode links = jdock.inspect(linking).path("HostConfig").path("Links");
    assertThat(links).hasSize(1);
    jdock
        .run("rm", "--link", linking + "/db")
        .exits(1)
        .saysOnErr("No such container: " + linking + "/db");
    jdock
        .run("rm", "--link", linking)
        .exits(1)
        .saysOnErr("Conflict, cannot remove the default link name of the container");
    jdock.run("exec", linking, "true").ok();
  }

  @Test
  @JdockOnly("Docker before 25 wants the address with its network")
  void ethernetAddressIsTheOneAskedFor() {
    String script = "cat /sys/class/net/eth0/address";
    for (String mac : new String[] {"02:42:AC:11:00:99", "02-42-ac-11-00-99", "0242.ac11.0099"}) {
      jdock
          .run("run", "--rm", "--mac-address", mac, jdock.busybox(), "sh", "-c", script)
          .prints("02:42:ac:11:00:99");
    }
    String name = jdock.container();
    jdock.run("create", "--mac-address=02:42:ac:11:00:99", "--name", name, jdock.busybox()).ok();
    assertThat(jdock.format(name, "{{.NetworkSettings.Networks.bridge.MacAddress}}"))
        .isEqualTo("02:42:ac:11:00:99");
    jdock
        .run("run", "--mac-address=02:42:ac:11:00:99", "--network=host", jdock.busybox(), "true")
        .exits(125)
        .saysOnErr("conflicting options: mac-address and the network mode");
  }

  @Test
  @JdockOnly("Docker leaves out what it cannot read")
  void furtherAddressesAreAdded() {
    String script = "ip -4 addr show eth0 | grep -c 169.254.3.4/16";
    jdock
        .run("run", "--rm", "--link-local-ip=169.254.3.4", jdock.busybox(), "sh", "-c", script)
        .prints("1");
    jdock
        .run("run", "--rm", "--link-local-ip=169.254.3.444", jdock.busybox(), "true")
        .exits(125)
        .saysOnErr("invalid link-local IP address: [169.254.3.444]");
  }
}
