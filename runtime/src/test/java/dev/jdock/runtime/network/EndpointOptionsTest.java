package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointOptionsTest {
  private static final String NAME = "com.docker.network.endpoint.ifname";
  private static final String SETTINGS = "com.docker.network.endpoint.sysctls";

  @Test
  void settingsAreFilesOfTheLink() {
    EndpointOptions options =
        EndpointOptions.of(
            Map.of(
                NAME,
                "data0",
                SETTINGS,
                "net.ipv4.conf.IFNAME.log_martians=1,net.ipv6.neigh.ifname.ucast_solicit=2 3"));

    assertThat(options.linkName()).isEqualTo("data0");
    assertThat(options.settings())
        .extracting(setting -> setting.file("data0"), EndpointOptions.Setting::value)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("ipv4/conf/data0/log_martians", "1"),
            org.assertj.core.groups.Tuple.tuple("ipv6/neigh/data0/ucast_solicit", "2 3"));
    assertThat(EndpointOptions.of(Map.of("mine", "x"))).isEqualTo(EndpointOptions.NONE);
    assertThat(EndpointOptions.errors(Map.of("mine", "x"))).isEmpty();
  }

  /** Nothing but settings of the link itself can be reached. */
  @ParameterizedTest
  @CsvSource({
    "net.ipv4.conf.eth0.log_martians=1",
    "net.core.IFNAME.foo=1",
    "net.ipv4.ip_forward=1",
    "net.ipv4.conf.IFNAME./../x=1",
    "net.ipv4.../x.IFNAME.y=1",
    "kernel.core_pattern=x",
    "x",
  })
  void othersAreRefused(String text) {
    assertThat(EndpointOptions.errors(Map.of(SETTINGS, text)))
        .containsExactly(
            "unrecognised network interface sysctl '"
                + text
                + "'; represent 'net.X.Y.ethN.Z=V' as 'net.X.Y.IFNAME.Z=V', 'X' must be 'ipv4',"
                + " 'ipv6' or 'mpls'");
  }

  @Test
  void whatIsMissingOrUnknownIsNamed() {
    assertThat(EndpointOptions.errors(Map.of(SETTINGS, "net.ipv4.conf.IFNAME.forwarding")))
        .containsExactly(
            "expected sysctl 'net.ipv4.conf.IFNAME.forwarding' to have format name=value");
    for (String name : new String[] {"a/b", "a b", "sixteen-letters0", ".."}) {
      assertThat(EndpointOptions.errors(Map.of(NAME, name)))
          .containsExactly("invalid interface name \"" + name + "\"");
    }
    Map<String, String> unknown = Map.of("com.docker.network.advertise_addr_ms", "1");
    assertThatThrownBy(() -> EndpointOptions.errors(unknown))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("\"com.docker.network.advertise_addr_ms\" is not supported yet");
  }

  @Test
  void aChosenNameIsNobodyElses() {
    assertThat(ContainerLinks.name(Set.of("lo", "eth0"), "", "eth")).isEqualTo("eth1");
    assertThat(ContainerLinks.name(Set.of("lo", "eth0"), "data0", "eth")).isEqualTo("data0");
    assertThatThrownBy(() -> ContainerLinks.name(Set.of("lo", "eth0"), "eth0", "eth"))
        .hasMessageContaining("\"eth0\": file exists");
  }
}
