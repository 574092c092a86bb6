package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubnetTest {
  private static InetAddress ip(String text) {
    return Subnet.parseAddress(text);
  }

  @Test
  void bitsBehindThePrefixAreCleared() {
    assertThat(new Subnet(ip("172.17.9.9"), 16)).hasToString("172.17.0.0/16");
    assertThat(new Subnet(ip("172.17.9.9"), 0)).hasToString("0.0.0.0/0");
    assertThat(new Subnet(ip("172.17.9.9"), 32)).hasToString("172.17.9.9/32");
  }

  @Test
  void addressesOfIpv6AreAsGood() {
    Subnet subnet = Subnet.parse("fd00:0:0:1::ffff/64");

    assertThat(subnet).hasToString("fd00:0:0:1::/64");
    assertThat(subnet.gateway()).isEqualTo(ip("fd00:0:0:1::1"));
    assertThat(subnet.free(subnet, Set.of(subnet.gateway()))).contains(ip("fd00:0:0:1::2"));
    assertThat(subnet.free(Subnet.parse("fd00:0:0:1::1000/116"), Set.of()))
        .contains(ip("fd00:0:0:1::1000"));
    assertThat(subnet.contains(ip("fd00:0:0:2::1"))).isFalse();
    assertThat(subnet.overlaps(Subnet.parse("fd00::/48"))).isTrue();
    assertThat(subnet.overlaps(Subnet.parse("0.0.0.0/0"))).isFalse();
    assertThat(subnet.isForHosts(ip("fd00:0:0:1:ffff:ffff:ffff:ffff"))).isTrue();
    assertThat(subnet.isForHosts(ip("fd00:0:0:1::"))).isFalse();
    assertThat(Subnet.parse("fd00::/127").gateway()).isEqualTo(ip("fd00::"));
    assertThatThrownBy(() -> Subnet.parse("fd00::/129"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partsLieBehindOneAnother() {
    Subnet whole = Subnet.parse("10.0.0.0/22");

    assertThat(whole.part(24, null)).contains(Subnet.parse("10.0.0.0/24"));
    assertThat(whole.part(24, Subnet.parse("10.0.0.128/25"))).contains(Subnet.parse("10.0.1.0/24"));
    assertThat(whole.part(24, Subnet.parse("10.0.1.16/28"))).contains(Subnet.parse("10.0.2.0/24"));
    assertThat(whole.part(24, Subnet.parse("10.0.3.0/24"))).isEmpty();
    assertThat(whole.part(24, Subnet.parse("10.0.0.0/8"))).isEmpty();
    assertThat(Subnet.parse("fd00::/8").part(64, Subnet.parse("fd00::/9")))
        .contains(Subnet.parse("fd80::/64"));
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
  void lowestFreeAddressFollowsTheGateway() {
    Subnet subnet = Subnet.parse("10.0.0.0/29");

    assertThat(subnet.gateway()).isEqualTo(ip("10.0.0.1"));
    assertThat(subnet.free(subnet, Set.of(subnet.gateway()))).contains(ip("10.0.0.2"));
    assertThat(subnet.free(subnet, Set.of(subnet.gateway(), ip("10.0.0.2"), ip("10.0.0.4"))))
        .contains(ip("10.0.0.3"));
    assertThat(
            subnet.free(
                subnet,
                Set.of(
                    ip("10.0.0.1"),
                    ip("10.0.0.2"),
                    ip("10.0.0.3"),
                    ip("10.0.0.4"),
                    ip("10.0.0.5"),
                    ip("10.0.0.6"))))
        .isEmpty();
  }

  @Test
  void addressesOfARangeAreTaken() {
    Subnet subnet = Subnet.parse("10.0.0.0/24");

    assertThat(subnet.free(Subnet.parse("10.0.0.64/26"), Set.of(ip("10.0.0.64"))))
        .contains(ip("10.0.0.65"));
    assertThat(subnet.free(Subnet.parse("10.0.0.0/25"), Set.of(ip("10.0.0.1"))))
        .contains(ip("10.0.0.2"));
    assertThat(subnet.free(Subnet.parse("10.0.0.255/32"), Set.of())).isEmpty();
  }

  @Test
  void smallNetworksHaveNoBroadcastAddress() {
    Subnet two = Subnet.parse("10.0.0.0/31");

    assertThat(two.gateway()).isEqualTo(ip("10.0.0.0"));
    assertThat(two.free(two, Set.of(two.gateway()))).contains(ip("10.0.0.1"));
    assertThat(two.isForHosts(ip("10.0.0.1"))).isTrue();
    assertThat(Subnet.parse("10.0.0.0/30").isForHosts(ip("10.0.0.3"))).isFalse();
    assertThat(Subnet.parse("10.0.0.0/30").isForHosts(ip("10.0.0.0"))).isFalse();
  }

  @Test
  void firstAndLastAddressAreNobodysWhereThereAreMore() {
    assertThat(Subnet.parse("10.0.0.0/24").unusable())
        .containsExactlyInAnyOrder(ip("10.0.0.0"), ip("10.0.0.255"));
    assertThat(Subnet.parse("10.0.0.0/31").unusable()).isEmpty();
    assertThat(Subnet.parse("fd00::/64").unusable()).containsExactly(ip("fd00::"));
    assertThat(Subnet.parse("10.0.0.0/24").size()).isEqualTo(256);
    assertThat(Subnet.parse("fd00::/64").size()).isEqualTo("18446744073709551616");
  }
}
