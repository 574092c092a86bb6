package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubnetTest {
  private static Inet4Address ip(String text) {
    return Subnet.parseAddress(text);
  }

  @Test
  void bitsBehindThePrefixAreCleared() {
    assertThat(new Subnet(ip("172.17.9.9"), 16)).hasToString("172.17.0.0/16");
    assertThat(new Subnet(ip("172.17.9.9"), 0)).hasToString("0.0.0.0/0");
    assertThat(new Subnet(ip("172.17.9.9"), 32)).hasToString("172.17.9.9/32");
  }

  @Test
  void overlapsAreFoundBothWays() {
    Subnet wide = Subnet.parse("172.16.0.0/12");
    Subnet narrow = Subnet.parse("172.17.0.0/16");

    assertThat(wide.overlaps(narrow)).isTrue();
    assertThat(narrow.overlaps(wide)).isTrue();
    assertThat(narrow.overlaps(Subnet.parse("172.18.0.0/16"))).isFalse();
    assertThat(narrow.contains(ip("172.17.255.255"))).isTrue();
    assertThat(narrow.contains(ip("172.18.0.0"))).isFalse();
  }

  @Test
  void poolsAreDockersInItsOrder() {
    assertThat(Subnet.pools()).hasSize(31).extracting(Subnet::toString).startsWith("172.17.0.0/16");
    assertThat(Subnet.pools().get(14)).hasToString("172.31.0.0/16");
    assertThat(Subnet.pools().getLast()).hasToString("192.168.240.0/20");
  }

  @Test
  void lowestFreeAddressFollowsTheGateway() {
    Subnet subnet = Subnet.parse("10.0.0.0/29");

    assertThat(subnet.gateway()).isEqualTo(ip("10.0.0.1"));
    assertThat(subnet.free(Set.of())).contains(ip("10.0.0.2"));
    assertThat(subnet.free(Set.of(ip("10.0.0.2"), ip("10.0.0.4")))).contains(ip("10.0.0.3"));
    assertThat(
            subnet.free(
                Set.of(
                    ip("10.0.0.2"),
                    ip("10.0.0.3"),
                    ip("10.0.0.4"),
                    ip("10.0.0.5"),
                    ip("10.0.0.6"))))
        .isEmpty();
  }
}
