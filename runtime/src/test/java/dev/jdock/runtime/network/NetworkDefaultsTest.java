package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.AddressText;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.runtime.engine.NetworkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkDefaultsTest {
  @TempDir Path etc;

  private NetworkDefaults read(String json) throws IOException {
    Files.createDirectories(etc.resolve("jdock"));
    Files.writeString(etc.resolve("jdock/daemon.json"), json);
    return NetworkDefaults.read(etc);
  }

  @Test
  void withoutAFileAllIsAsUsual() throws IOException {
    assertThat(NetworkDefaults.read(etc)).isEqualTo(NetworkDefaults.NONE);
    assertThat(read("{\"debug\": true}")).isEqualTo(NetworkDefaults.NONE);
  }

  @Test
  void theDefaultNetworkIsAsTheFileSays() throws IOException {
    DefaultBridge bridge =
        read("""
        {"bip": "10.9.0.5/16", "fixed-cidr": "10.9.4.0/24", "ipv6": true,
         "fixed-cidr-v6": "fd09::/80", "mtu": 1400, "icc": false, "ip": "127.0.0.1"}
        """)
            .bridge();

    NetworkDefinition.Pool four = bridge.pool(AddressFamily.IPV4).orElseThrow();
    assertThat(four.subnet()).hasToString("10.9.0.0/16");
    assertThat(AddressText.of(four.bridgeAddress())).isEqualTo("10.9.0.5");
    assertThat(four.range()).hasToString("10.9.4.0/24");
    NetworkDefinition.Pool six = bridge.pool(AddressFamily.IPV6).orElseThrow();
    assertThat(six.subnet()).hasToString("fd09::/80");
    assertThat(bridge.ipv6()).isTrue();
    assertThat(bridge.options())
        .containsEntry("com.docker.network.driver.mtu", "1400")
        .containsEntry("com.docker.network.bridge.enable_icc", "false")
        .containsEntry("com.docker.network.bridge.host_binding_ipv4", "127.0.0.1");
    assertThat(bridge.isMet(List.of(four, six))).isTrue();
    assertThat(bridge.isMet(List.of(four))).isFalse();
    assertThat(bridge.isMet(List.of(NetworkDefinition.Pool.of(four.subnet()), six))).isFalse();
    assertThat(read("{\"bip6\": \"fd09::1/64\"}").bridge().pools()).isEmpty();
  }

  @Test
  void subnetsComeFromThePoolsOfTheFile() throws IOException {
    NetworkDefaults defaults =
        read("{\"default-address-pools\": [{\"base\": \"10.20.0.0/16\", \"size\": 24}]}");

    assertThat(defaults.pools(Subnet.parse("fd01::/48")).all())
        .containsExactly(
            new AddressPools.AddressPool(Subnet.parse("10.20.0.0/16"), 24),
            new AddressPools.AddressPool(Subnet.parse("fd01::/48"), 64));
  }

  @Test
  void newNetworksHaveTheOptionsThatTheirMakersLeaveOpen() throws IOException {
    NetworkDefaults defaults =
        read(
            """
            {"default-network-opts": {"bridge": {
              "com.docker.network.driver.mtu": "1334",
              "com.docker.network.enable_ipv6": "true",
              "com.docker.network.bridge.enable_icc": "false"}}}
            """);
    NetworkRequest request =
        NetworkRequest.of("mine").with(true, false, Map.of("com.docker.network.driver.mtu", "99"));
    NetworkDefinition made =
        NewNetwork.of(NetworkRequest.of("mine"), defaults, Instant.EPOCH)
            .define("ab".repeat(32), List.of(), NetworkDefaultsTest::subnet);
    NetworkDefinition other =
        NewNetwork.of(request, defaults, Instant.EPOCH)
            .define("ab".repeat(32), List.of(), NetworkDefaultsTest::subnet);

    assertThat(made.ipam().ipv6()).isTrue();
    assertThat(made.options()).containsEntry("com.docker.network.driver.mtu", "1334");
    assertThat(made.joinsContainers()).isFalse();
    assertThat(other.ipam().ipv6()).isFalse();
    assertThat(other.options())
        .containsEntry("com.docker.network.driver.mtu", "99")
        .doesNotContainKey("com.docker.network.enable_ipv6");
  }

  private static Subnet subnet(AddressFamily family) {
    return Subnet.parse(family == AddressFamily.IPV4 ? "172.20.0.0/16" : "fd20::/64");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"bip": 5}                                        | json: cannot unmarshal number into Go struct field Config.bip of type string
          {"bip": "10.0.0.1"}                               | parse bip failed: invalid CIDR address: 10.0.0.1
          {"bip": "fd00::1/64"}                             | parse bip failed: invalid CIDR address: fd00::1/64
          {"bip": "10.0.0.0/24"}                            | bip 10.0.0.0/24 is the network's own address, and not a bridge's
          {"bip6": "10.0.0.1/24"}                           | parse bip6 failed: invalid CIDR address: 10.0.0.1/24
          {"fixed-cidr": "x"}                               | parse fixed-cidr failed: invalid CIDR address: x
          {"bip": "10.0.0.1/24", "fixed-cidr": "10.1.0.0/24"} | fixed-cidr 10.1.0.0/24 is not in 10.0.0.0/24, the network of bip
          {"mtu": "x"}                                      | json: cannot unmarshal string into Go struct field Config.mtu of type int
          {"mtu": -1}                                       | invalid default MTU: -1
          {"mtu": 50}                                       | invalid default MTU: 50 is not from 68 to 65535
          {"dns": ["x"]}                                    | invalid IP address: x
          {"dns": "1.1.1.1"}                                | json: cannot unmarshal string into Go struct field Config.dns of type []net.IP
          {"dns-search": ["a b"]}                           | a b is not a valid domain
          {"dns-opts": [" "]}                               | invalid DNS option:
          {"ipv6": "x"}                                     | json: cannot unmarshal string into Go struct field Config.ipv6 of type bool
          {"icc": 1}                                        | json: cannot unmarshal number into Go struct field Config.icc of type bool
          {"mtu": true}                                     | json: cannot unmarshal bool into Go struct field Config.mtu of type int
          {"ip": "x"}                                       | invalid IP address: x
          {"default-address-pools": [{"base": "10.0.0.0", "size": 24}]}  | netip.ParsePrefix("10.0.0.0"): no prefix
          {"default-address-pools": [{"base": "10.0.0.0/8", "size": 4}]} | invalid default-address-pools: size 4 of 10.0.0.0/8 is not from 8 to 32
          {"default-network-opts": {"bridge": 5}}           | json: cannot unmarshal number into Go struct field Config.default-network-opts.bridge of type map[string]string
          {"host-gateway-ip": "x"}                          | invalid IP address: x
          {"host-gateway-ips": ["x"]}                       | ParseAddr("x"): unable to parse IP
          {"host-gateway-ips": ["1.2.3.4", "5.6.7.8"]}      | only one IPv4 host gateway IP address can be specified
          """)
  void whatMakesNoSenseIsRefused(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("daemon.json: ")
        .hasMessageContaining(message);
  }
}
