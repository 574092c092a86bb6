package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.SubnetUse;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {
  private static final Subnet SUBNET = Subnet.parse("172.17.0.0/16");
  private static final InetAddress FIRST = Subnet.parseAddress("172.17.0.2");
  private static final InetAddress SECOND = Subnet.parseAddress("172.17.0.3");

  @TempDir Path directory;
  private Endpoints endpoints;

  @BeforeEach
  void make() {
    endpoints = new Endpoints(new EndpointFiles(directory), "bridge");
  }

  private static Endpoint endpoint(InetAddress address) {
    return new Endpoint(
        "e".repeat(64),
        "a",
        "some name",
        List.of(new Place(address, SUBNET, SUBNET.gateway())),
        "veth1234567",
        null,
        Endpoint.ContainerLink.USUAL);
  }

  private static EndpointFiles.Saved saved(InetAddress address) {
    return new EndpointFiles.Saved(endpoint(address), List.of());
  }

  @Test
  void addressAndFileStayUntilTheLinkIsGone() {
    endpoints.save(saved(FIRST));

    endpoints.leave(endpoint(FIRST));

    assertThat(endpoints.find("a")).isNull();
    assertThat(endpoints.isEmpty()).isTrue();
    assertThat(endpoints.takenAddresses()).containsExactly(FIRST);
    assertThat(directory).isNotEmptyDirectory();

    endpoints.gone(endpoint(FIRST));

    assertThat(endpoints.takenAddresses()).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void fileOfAContainerThatIsBackOutlivesItsFormerLink() {
    endpoints.save(saved(FIRST));
    endpoints.leave(endpoint(FIRST));
    endpoints.save(saved(SECOND));

    assertThat(endpoints.takenAddresses()).containsExactlyInAnyOrder(FIRST, SECOND);
    endpoints.gone(endpoint(FIRST));

    assertThat(endpoints.takenAddresses()).containsExactly(SECOND);
    assertThat(new EndpointFiles(directory).readAll()).containsExactly(saved(SECOND));
  }

  @Test
  void restoresThoseOfTheBridgeAndForgetsTheOthers() {
    endpoints.save(saved(FIRST));

    Endpoints next = new Endpoints(new EndpointFiles(directory), "bridge");
    next.restore(List.of(SUBNET));
    assertThat(next.all()).containsExactly(saved(FIRST));

    Endpoints other = new Endpoints(new EndpointFiles(directory), "bridge");
    other.restore(List.of(Subnet.parse("172.18.0.0/16")));
    assertThat(other.isEmpty()).isTrue();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void requiringWhatIsNotConnectedFails() {
    assertThatThrownBy(() -> endpoints.require("a"))
        .isInstanceOf(JdockException.class)
        .hasMessage("container a is not connected to network bridge");
  }

  @Test
  void countsWhatIsTakenAndWhatIsLeftOfTheRange() {
    endpoints.save(saved(FIRST));
    NetworkDefinition network =
        NetworkDefinition.predefined("n", "bridge", NetworkDefinition.BRIDGE, Instant.EPOCH);
    TreeMap<String, InetAddress> auxiliary =
        new TreeMap<>(Map.of("printer", Subnet.parseAddress("172.17.0.9")));

    SubnetUse whole =
        endpoints.use(
            network, new NetworkDefinition.Pool(SUBNET, SUBNET.gateway(), null, auxiliary));
    // The network's own, the one for broadcasts, the gateway's, the printer's and a container's.
    assertThat(whole).isEqualTo(use(5, 65_531));

    SubnetUse part =
        endpoints.use(
            network,
            new NetworkDefinition.Pool(
                SUBNET, SUBNET.gateway(), Subnet.parse("172.17.0.8/29"), auxiliary));
    assertThat(part).isEqualTo(use(5, 7));
  }

  private static SubnetUse use(long taken, long free) {
    return new SubnetUse("172.17.0.0/16", BigInteger.valueOf(taken), BigInteger.valueOf(free));
  }
}
