package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {
  private static final Subnet SUBNET = Subnet.parse("172.17.0.0/16");
  private static final Inet4Address FIRST = Subnet.parseAddress("172.17.0.2");
  private static final Inet4Address SECOND = Subnet.parseAddress("172.17.0.3");

  @TempDir Path directory;
  private Endpoints endpoints;

  @BeforeEach
  void make() {
    endpoints = new Endpoints(new EndpointFiles(directory), "bridge");
  }

  private static Endpoint endpoint(Inet4Address address) {
    return new Endpoint("e".repeat(64), "a", "some name", address, SUBNET, "veth1234567", null);
  }

  private static EndpointFiles.Saved saved(Inet4Address address) {
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
    next.restore(Optional.of(SUBNET));
    assertThat(next.all()).containsExactly(saved(FIRST));

    Endpoints other = new Endpoints(new EndpointFiles(directory), "bridge");
    other.restore(Optional.of(Subnet.parse("172.18.0.0/16")));
    assertThat(other.isEmpty()).isTrue();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void requiringWhatIsNotConnectedFails() {
    assertThatThrownBy(() -> endpoints.require("a"))
        .isInstanceOf(JdockException.class)
        .hasMessage("container a is not connected to network bridge");
  }
}
