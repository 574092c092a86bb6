package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.runtime.engine.NetworkRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewNetworkTest {
  private static final String ID = "ab".repeat(32);

  private static NetworkRequest request(
      NetworkRequest.Pool pool, Map<String, String> options, String configFrom) {
    List<NetworkRequest.Pool> pools = pool == null ? List.of() : List.of(pool);
    return new NetworkRequest(
        "mine",
        "",
        "",
        new NetworkRequest.Ipam("", Map.of(), pools),
        null,
        null,
        false,
        false,
        false,
        false,
        configFrom,
        options,
        Map.of(),
        List.of());
  }

  private static NetworkRequest of(boolean ipv4, boolean ipv6, String... subnets) {
    List<NetworkRequest.Pool> pools =
        Stream.of(subnets).map(each -> new NetworkRequest.Pool(each, "", "", Map.of())).toList();
    return new NetworkRequest(
        "mine",
        "",
        "",
        new NetworkRequest.Ipam("", Map.of(), pools),
        ipv4,
        ipv6,
        false,
        false,
        false,
        false,
        "",
        Map.of(),
        Map.of(),
        List.of());
  }

  private static List<String> subnets(NetworkRequest request) {
    return define(request).pools().stream().map(pool -> pool.subnet().toString()).toList();
  }

  @Test
  void eachVersionOfIpHasASubnet() {
    assertThat(subnets(of(true, true))).containsExactly("172.20.0.0/16", "fd20::/64");
    assertThat(subnets(of(false, true))).containsExactly("fd20::/64");
    assertThat(subnets(of(true, true, "fd01::/64"))).containsExactly("172.20.0.0/16", "fd01::/64");
    // What is not used is kept, to be shown.
    assertThat(subnets(of(true, false, "fd01::/64", "fd02::/64"))).containsExactly("172.20.0.0/16");
    assertThat(define(of(true, false, "fd01::/64", "fd02::/64")).ipam().pools()).hasSize(3);
  }

  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          false | false |                     | IPv4 or IPv6 must be enabled
          true  | true  | fd14::/129          | invalid network config:\\ninvalid subnet fd14::/129: invalid CIDR block notation
          true  | true  | fd14::1/64          | invalid network config:\\ninvalid subnet fd14::1/64: it should be fd14::/64
          true  | true  | ::ffff:1.2.3.0/120  | invalid network config:\\ninvalid subnet ::ffff:1.2.3.0/120: invalid CIDR block notation
          true  | true  | fd15::/64,fd16::/64 | bridge driver doesn't support multiple subnets
          true  | true  | ff00::/64           | multicast subnet 'ff00::/64' is not allowed
          true  | true  | fe80::/64           | link-local subnet 'fe80::/64' is every link's, and cannot be a network's
          true  | true  | fd19::/128          | failed to allocate gateway (): no available addresses on this pool
          """)
  @ParameterizedTest
  void networksOfIpv6AreRefusedInDockersWords(
      boolean ipv4, boolean ipv6, String subnets, String message) {
    NetworkRequest request =
        of(ipv4, ipv6, subnets == null ? new String[0] : subnets.split(",", -1));

    assertThatThrownBy(() -> define(request))
        .isInstanceOf(JdockException.class)
        .hasMessage(message.replace("\\n", "\n"));
  }

  private static NetworkRequest subnet(String subnet) {
    return request(new NetworkRequest.Pool(subnet, "", "", Map.of()), Map.of(), "");
  }

  private static NetworkDefinition define(NetworkRequest request, NetworkDefinition... others) {
    return NewNetwork.of(request, NetworkDefaults.NONE, Instant.EPOCH)
        .define(
            ID,
            List.of(others),
            family -> Subnet.parse(family == AddressFamily.IPV4 ? "172.20.0.0/16" : "fd20::/64"));
  }

  @Test
  void subnetIsChosenWhereNoneIsNamed() {
    NetworkDefinition made = define(NetworkRequest.of("mine"));

    assertThat(made.pool(AddressFamily.IPV4).orElseThrow().subnet()).hasToString("172.20.0.0/16");
    assertThat(made.pool(AddressFamily.IPV4).orElseThrow().gateway())
        .isEqualTo(Subnet.parseAddress("172.20.0.1"));
  }

  @Test
  void nameAndSubnetAreNobodyElses() {
    NetworkDefinition other = define(subnet("10.1.0.0/16"));

    assertThatThrownBy(() -> define(NetworkRequest.of("mine"), other))
        .isInstanceOf(JdockException.class)
        .hasMessage("network with name mine already exists");
    NetworkDefinition renamed =
        new NetworkDefinition(
            ID,
            "other",
            Instant.EPOCH,
            other.driver(),
            other.scope(),
            false,
            false,
            other.ipam(),
            other.options(),
            other.labels(),
            false,
            "",
            List.of());
    assertThatThrownBy(() -> define(subnet("10.1.2.0/24"), renamed))
        .isInstanceOf(JdockException.class)
        .hasMessage("invalid pool request: Pool overlaps with other one on this address space");
    assertThat(define(subnet("10.2.0.0/16"), renamed).pools()).hasSize(1);
  }

  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.56.0.1/24 |               |           |           | invalid subnet 10.56.0.1/24: it should be 10.56.0.0/24
          10.56.0.0/33 |               |           |           | invalid subnet 10.56.0.0/33: invalid CIDR block notation
          x            |               |           |           | invalid subnet x: invalid CIDR block notation
          10.56.0.0/24 | 10.56.0.5/25  |           |           | invalid ip-range 10.56.0.5/25: it should be 10.56.0.0/25
          10.56.0.0/24 | 10.57.0.0/25  |           |           | invalid ip-range 10.57.0.0/25: parent subnet 10.56.0.0/24 doesn't contain ip-range
          10.56.0.0/24 | 10.0.0.0/8    |           |           | invalid ip-range 10.0.0.0/8: CIDR block is bigger than its parent subnet 10.56.0.0/24
          10.56.0.0/24 |               | 10.57.0.1 |           | invalid gateway 10.57.0.1: parent subnet 10.56.0.0/24 doesn't contain this address
          10.56.0.0/24 |               | x         |           | invalid gateway x: invalid address
          10.56.0.0/24 |               |           | 10.57.0.1 | invalid auxiliary address 10.57.0.1: parent subnet 10.56.0.0/24 doesn't contain this address
          """)
  @ParameterizedTest
  void addressesAreRefusedInDockersWords(
      String subnet, String range, String gateway, String auxiliary, String message) {
    NetworkRequest.Pool pool =
        new NetworkRequest.Pool(
            subnet,
            range == null ? "" : range,
            gateway == null ? "" : gateway,
            auxiliary == null ? Map.of() : Map.of("a", auxiliary));

    assertThatThrownBy(() -> define(request(pool, Map.of(), "")))
        .isInstanceOf(JdockException.class)
        .hasMessage("invalid network config:\n" + message);
  }

  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          com.docker.network.driver.mtu                   | x              | failed to parse com.docker.network.driver.mtu value: x (strconv.Atoi: parsing "x": invalid syntax)
          com.docker.network.driver.mtu                   | 10             | failed to parse com.docker.network.driver.mtu value: 10 (not from 68 to 65535)
          com.docker.network.bridge.enable_icc            | x              | failed to parse com.docker.network.bridge.enable_icc value: x (strconv.ParseBool: parsing "x": invalid syntax)
          com.docker.network.bridge.host_binding_ipv4     | x              | failed to parse com.docker.network.bridge.host_binding_ipv4 value: x (nil ip)
          com.docker.network.bridge.name                  | a/b            | failed to parse com.docker.network.bridge.name value: a/b (no name of at most 15 letters for a link)
          com.docker.network.bridge.inhibit_ipv4          | x              | failed to parse com.docker.network.bridge.inhibit_ipv4 value: x (strconv.ParseBool: parsing "x": invalid syntax)
          com.docker.network.bridge.gateway_mode_ipv4     | x              | failed to parse com.docker.network.bridge.gateway_mode_ipv4 value: x (unknown gateway mode x)
          com.docker.network.bridge.gateway_mode_ipv6     | isolated       | gateway mode 'isolated' can only be used for an internal network
          com.docker.network.enable_ipv6                  | x              | driver-opt "com.docker.network.enable_ipv6" is not a valid bool
          com.docker.network.host_ipv4                    | ::1            | failed to parse com.docker.network.host_ipv4 value: ::1 (nil ip)
          com.docker.network.host_ipv6                    | 1.2.3.4        | failed to parse com.docker.network.host_ipv6 value: 1.2.3.4 (nil ip)
          com.docker.network.host_ipv6                    | fe80::1%lo     | failed to parse com.docker.network.host_ipv6 value: fe80::1%lo (nil ip)
          com.docker.network.host_ipv6                    | ::ffff:1.2.3.4 | failed to parse com.docker.network.host_ipv6 value: ::ffff:1.2.3.4 (nil ip)
          com.docker.network.bridge.trusted_host_interfaces | eth0:a/b     | failed to parse com.docker.network.bridge.trusted_host_interfaces value: a/b (no name of at most 15 letters for a link)
          com.docker.network.something                    | x              | network option "com.docker.network.something" is not supported yet
          """)
  @ParameterizedTest
  void optionsAreRefusedByTheirNames(String name, String value, String message) {
    assertThatThrownBy(() -> define(request(null, Map.of(name, value), "")))
        .isInstanceOf(JdockException.class)
        .hasMessage(message);
  }

  @Test
  void configurationIsTakenFromANetworkThatIsNothingElse() {
    NetworkDefinition model =
        new NetworkDefinition(
            "cd".repeat(32),
            "model",
            Instant.EPOCH,
            "null",
            "local",
            false,
            false,
            define(subnet("10.1.0.0/16")).ipam(),
            new java.util.TreeMap<>(Map.of("o", "1")),
            new java.util.TreeMap<>(Map.of("l", "1")),
            true,
            "",
            List.of());

    NetworkDefinition made = define(request(null, Map.of(), "model"), model);

    assertThat(made.pool(AddressFamily.IPV4).orElseThrow().subnet()).hasToString("10.1.0.0/16");
    assertThat(made.options()).containsEntry("o", "1");
    assertThat(made.labels()).containsEntry("l", "1");
    assertThatThrownBy(() -> define(request(null, Map.of(), "none-such"), model))
        .hasMessage("configuration network \"none-such\" does not exist");
  }

  private static NetworkRequest allowing(boolean internal, boolean ipv6, String... allowed) {
    return allowing(internal, ipv6, Map.of(), allowed);
  }

  private static NetworkRequest allowing(
      boolean internal, boolean ipv6, Map<String, String> options, String... allowed) {
    NetworkRequest usual = NetworkRequest.of("mine");
    return new NetworkRequest(
        usual.name(),
        "",
        "",
        usual.ipam(),
        true,
        ipv6,
        internal,
        false,
        false,
        false,
        "",
        options,
        Map.of(),
        List.of(allowed));
  }

  @Test
  void destinationsAreAllowedByAnOptionToo() {
    Map<String, String> option =
        Map.of("io.jdock.network.allow", " example.org:443  *.example.com:80,443 ");

    assertThat(define(allowing(true, false, option, "10.0.0.0/8")).allowed())
        .containsExactly("10.0.0.0/8", "example.org:443", "*.example.com:80,443");
    assertThatThrownBy(() -> define(allowing(false, false, option)))
        .hasMessageStartingWith("destinations can be allowed on an internal network only");
    assertThatThrownBy(
            () -> define(allowing(true, false, Map.of("io.jdock.network.allow", "a:443,b:443"))))
        .hasMessageStartingWith("invalid destination to allow \"a:443,b:443\": ");
  }

  @Test
  void whatIsAllowedNeedsAnInternalNetwork() {
    NetworkDefinition made = define(allowing(true, false, "example.org:443", "10.0.0.0/8"));

    assertThat(made.allowed()).containsExactly("example.org:443", "10.0.0.0/8");
    assertThat(made.isClosed()).isFalse();
    assertThat(made.masquerades()).isTrue();
    assertThat(define(allowing(true, false)).isClosed()).isTrue();
    assertThatThrownBy(() -> define(allowing(false, false, "example.org")))
        .isInstanceOf(JdockException.class)
        .hasMessage(
            "destinations can be allowed on an internal network only: others lead everywhere");
    assertThat(define(allowing(true, true, "example.org", "2001:db8::/32")).allowed()).hasSize(2);
    assertThatThrownBy(() -> define(allowing(true, false, "2001:db8::/32")))
        .isInstanceOf(JdockException.class)
        .hasMessage("cannot allow 2001:db8::: the network has no IPv6");
    assertThatThrownBy(() -> define(allowing(true, false, "exa mple.org")))
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith("invalid destination to allow \"exa mple.org\": ");
  }
}
