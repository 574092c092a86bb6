package dev.jdock.runtime.network.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.netlink.AddressFamily;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {
  private static AllowList list(String... texts) {
    return AllowList.parse(List.of(texts));
  }

  @Test
  void namesBelongToTheirPorts() {
    AllowList list =
        list("Data.Example.org:443", "*.example.com:80,443", "api.example.com", "x.example:443");

    assertThat(list.groups()).hasToString("[443, 80,443, all]");
    assertThat(list.groups("data.example.org")).containsExactly(0);
    assertThat(list.groups("x.example")).containsExactly(0);
    assertThat(list.groups("a.b.example.com")).containsExactly(1);
    assertThat(list.groups("api.example.com")).containsExactly(1, 2);
    assertThat(list.groups("example.com")).isEmpty();
    assertThat(list.groups("notexample.com")).isEmpty();
    assertThat(list.groups("data.example.org.evil.example")).isEmpty();
    assertThat(list.groups("sub.data.example.org")).isEmpty();
  }

  @Test
  void subnetsAreOfAddressesAlone() {
    AllowList list = list("10.1.0.0/16:1000-2000", "192.0.2.7", "0.0.0.0/0:443");

    assertThat(list("10.1.0.0/16").contains(InetAddress.ofLiteral("10.1.255.1"))).isTrue();
    assertThat(list("10.1.0.0/16").contains(InetAddress.ofLiteral("10.2.0.1"))).isFalse();
    assertThat(list("192.0.2.7").contains(InetAddress.ofLiteral("192.0.2.7"))).isTrue();
    assertThat(list("192.0.2.7").contains(InetAddress.ofLiteral("192.0.2.6"))).isFalse();
    assertThat(list.contains(InetAddress.ofLiteral("255.255.255.255"))).isTrue();
    assertThat(list.subnets(AddressFamily.IPV4)).hasSize(3);
    assertThat(list.subnets(AddressFamily.IPV6)).isEmpty();
    assertThat(list.groups()).isEmpty();
    assertThat(list.groups("192.0.2.7")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.",
        "*example.com",
        "a..b",
        ".a",
        "a.",
        "-a",
        "a b",
        "a/b",
        "exämple.org",
        "a:",
        "a:0",
        "a:65536",
        "a:1-",
        "a:2-1",
        "a:1,,2",
        "a:http",
        "1.2.3",
        "1.2.3.256",
        "1.2.3.4/33",
        "1.2.3.4/24",
        "1.2.3.4/",
        "1.2.3.4:x",
        "::1%lo",
        "[::1",
        "[::1]443",
        "[::1]:",
        "[1.2.3.4]:80",
        "[a.example]:80",
        "2001:db8::1/64",
        "2001:db8::/129",
        "2001:db8::/",
        "2001:db8",
        "1:2:3:4:5:6:7:8:9",
        "::ffff:192.0.2.1",
        ":::"
      })
  void whatIsNoDestinationIsRefused(String text) {
    assertThatThrownBy(() -> list("good.example", text))
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith("invalid destination to allow \"");
  }

  @Test
  void addressesOfIpv6HaveBracketsWherePortsFollow() {
    AllowList list = list("2001:db8:1::/48", "[2001:db8::7]:443", "[2001:db8:2::/64]", "::/0");

    assertThat(list.subnets(AddressFamily.IPV6))
        .extracting(each -> each.ports().toString())
        .containsExactly("all", "443", "all", "all");
    assertThat(list("2001:db8:1::/48").contains(InetAddress.ofLiteral("2001:db8:2::1"))).isFalse();
    assertThat(list("2001:db8:2::/47").contains(InetAddress.ofLiteral("2001:db8:3:ffff::1")))
        .isTrue();
    assertThat(list("2001:db8:2::/47").contains(InetAddress.ofLiteral("32.1.13.184"))).isFalse();
    assertThat(list("::/0").contains(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
  }

  @Test
  void addressesAreOfVersionsThatTheNetworkHas() {
    AllowList list = list("example.org", "192.0.2.1", "2001:db8::1");

    list.require(List.of(AddressFamily.IPV4, AddressFamily.IPV6));
    assertThatThrownBy(() -> list.require(List.of(AddressFamily.IPV4)))
        .hasMessage("cannot allow 2001:db8::1: the network has no IPv6");
    assertThatThrownBy(() -> list.require(List.of(AddressFamily.IPV6)))
        .hasMessage("cannot allow 192.0.2.1: the network has no IPv4");
  }

  @Test
  void rulesAreNotWithoutNumber() {
    assertThat(AllowList.parse(Collections.nCopies(128, "a.example:1")).groups()).hasSize(1);
    assertThatThrownBy(() -> AllowList.parse(Collections.nCopies(129, "a.example:1")))
        .hasMessageContaining("128 ports");
    assertThatThrownBy(() -> list("a.example:1" + ",2".repeat(128))).hasMessageContaining("129");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "10.0.0.1, true",
    "172.31.255.255, true",
    "172.32.0.0, false",
    "192.168.3.4, true",
    "169.254.169.254, true",
    "100.64.0.1, true",
    "100.128.0.1, false",
    "0.0.0.0, true",
    "224.0.0.1, true",
    "255.255.255.255, true",
    "203.0.113.1, false",
    "::1, true",
    "::, true",
    "fe80::1, true",
    "fd00::1, true",
    "ff02::1, true",
    "fec0::1, true",
    "2001:db8::1, false",
    "2a00::1, false",
    "2002:a00:1::1, true",
    "2001:0:1::1, true",
    "64:ff9b::a00:1, true",
    "64:ff9b::cb00:7101, false",
    "64:ff9b:1::1, true"
  })
  void someAddressesAreNoPlacesOutside(String address, boolean inside) {
    assertThat(NotPublic.contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
  }
}
