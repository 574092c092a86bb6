package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.LinkKind.Ipvlan;
import dev.jdock.linux.netlink.LinkKind.Macvlan;
import dev.jdock.runtime.engine.NetworkRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParentOptionsTest {
  private static NetworkDefinition define(
      String id, String driver, boolean internal, String options, NetworkDefinition... others) {
    Map<String, String> map = new HashMap<>();
    for (String option : options.split(" ", -1)) {
      if (!option.isEmpty()) {
        map.put(option.split("=", 2)[0], option.split("=", 2)[1]);
      }
    }
    NetworkRequest request =
        new NetworkRequest(
            "net-" + id,
            driver,
            "",
            new NetworkRequest.Ipam("", Map.of(), List.of()),
            null,
            null,
            internal,
            false,
            false,
            false,
            "",
            map,
            Map.of(),
            List.of());
    return NewNetwork.of(request, NetworkDefaults.NONE, Instant.EPOCH)
        .define(
            id.repeat(64), List.of(others), _ -> Subnet.parse("172.2" + others.length + ".0.0/16"));
  }

  @Test
  void modesAreThoseOfTheKernel() {
    assertThat(ParentOptions.of("macvlan", Map.of()).kind())
        .isEqualTo(new Macvlan(Macvlan.Mode.BRIDGE));
    assertThat(ParentOptions.of("macvlan", Map.of("macvlan_mode", "passthru")).kind())
        .isEqualTo(new Macvlan(Macvlan.Mode.PASSTHRU));
    assertThat(ParentOptions.of("ipvlan", Map.of()).kind())
        .isEqualTo(new Ipvlan(Ipvlan.Layer.L2, Ipvlan.Reach.BRIDGE));
    assertThat(
            ParentOptions.of("ipvlan", Map.of("ipvlan_mode", "l3s", "ipvlan_flag", "vepa")).kind())
        .isEqualTo(new Ipvlan(Ipvlan.Layer.L3S, Ipvlan.Reach.VEPA));
  }

  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          macvlan | macvlan_mode=l2               | requested macvlan mode 'l2' is not valid, 'bridge' mode is the macvlan driver default
          ipvlan  | ipvlan_mode=bridge            | requested ipvlan mode 'bridge' is not valid, 'l2' mode is the ipvlan driver default
          ipvlan  | ipvlan_flag=x                 | requested ipvlan flag 'x' is not valid, 'bridge' is the ipvlan driver default
          macvlan | parent=lo                     | loopback interface is not a valid macvlan parent link
          ipvlan  | com.docker.network.bridge.name=x | network option "com.docker.network.bridge.name" is not one of the driver ipvlan
          """)
  @ParameterizedTest
  void whatMakesNoSenseIsRefusedInDockersWords(String driver, String options, String message) {
    assertThatThrownBy(() -> define("a", driver, false, options))
        .isInstanceOf(JdockException.class)
        .hasMessage(message);
  }

  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ipvlan  | parent=e0                       | ipvlan  | parent=e0                       | network di-aaaaaaaaaaaa is already using parent interface e0
          macvlan | parent=e0                       | macvlan | parent=e0 macvlan_mode=passthru | cannot use mode passthru, macvlan network AAAA is already using parent interface e0
          macvlan | parent=e0 macvlan_mode=passthru | macvlan | parent=e0                       | macvlan network AAAA is already using parent interface e0 in mode passthru
          """)
  @ParameterizedTest
  void parentThatCannotBeSharedIsRefusedInDockersWords(
      String firstDriver, String first, String secondDriver, String second, String message) {
    NetworkDefinition there = define("a", firstDriver, false, first);

    assertThatThrownBy(() -> define("b", secondDriver, false, second, there))
        .hasMessage(message.replace("AAAA", "a".repeat(64)));
  }

  @Test
  void parentIsSharedOtherwise() {
    NetworkDefinition there = define("a", "macvlan", false, "parent=e0");

    assertThat(define("b", "macvlan", false, "parent=e0 macvlan_mode=vepa", there).driver())
        .isEqualTo("macvlan");
    assertThat(define("b", "ipvlan", false, "parent=e0", there).driver()).isEqualTo("ipvlan");
    assertThat(define("b", "ipvlan", false, "", define("a", "ipvlan", false, "")).isClosed())
        .isTrue();
  }

  @Test
  void gatewayIsAMachineOutside() {
    NetworkDefinition open = define("a", "macvlan", false, "parent=e0");
    NetworkDefinition.Pool pool = open.pool(AddressFamily.IPV4).orElseThrow();
    assertThat(open.gateway(pool)).isEqualTo(Subnet.parseAddress("172.20.0.1"));
    assertThat(open.keptGateway(pool)).contains(Subnet.parseAddress("172.20.0.1"));
    assertThat(open.hasBridgeAddress(AddressFamily.IPV4)).isFalse();

    NetworkDefinition routed = define("a", "ipvlan", false, "parent=e0 ipvlan_mode=l3");
    assertThat(routed.gateway(pool)).isEqualTo(AddressFamily.IPV4.any());

    NetworkDefinition closed = define("a", "macvlan", true, "parent=e0");
    NetworkDefinition.Pool without = closed.pool(AddressFamily.IPV4).orElseThrow();
    assertThat(closed.gateway(without)).isNull();
    assertThat(closed.keptGateway(without)).isEmpty();
  }
}
