package dev.jdock.runtime.machine;

import static dev.jdock.runtime.machine.SpecBuilder.command;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.NetworkRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineNetworksIT extends MachineRoomFixture {
  private List<String> names(Filters filters) {
    return room.networks().list(filters).stream().map(each -> each.path("Name").asText()).toList();
  }

  @Test
  void thereAreThree() {
    assertThat(names(Filters.NONE)).containsExactlyInAnyOrder("bridge", "host", "none");
    assertThat(names(Filters.of("driver", "null"))).containsExactly("none");
    assertThat(names(Filters.of("name", "o"))).containsExactlyInAnyOrder("host", "none");
    assertThat(names(Filters.of("type", "builtin"))).hasSize(3);
    assertThat(names(Filters.of("type", "custom"))).isEmpty();
    assertThat(names(Filters.of("dangling", "true"))).isEmpty();
    assertThat(names(Filters.of("label", "a"))).isEmpty();
    assertThat(room.networks().prune(Filters.NONE).names()).isEmpty();
  }

  @Test
  void aNetworkIsFoundByTheBeginningOfItsId() {
    String id = room.networks().inspect("host", "local").path("Id").asText();
    assertThat(id).matches("[0-9a-f]{64}");
    assertThat(room.networks().inspect(id.substring(0, 12), "").path("Driver").asText())
        .isEqualTo("host");
    assertThat(room.networks().inspect(id, "").at("/IPAM/Config").isNull()).isTrue();
    assertThat(room.networks().inspect(id, "").at("/IPAM/Options").isNull()).isTrue();
  }

  @Test
  void whatIsNotSaidOfAddressesIsNull() {
    NetworkRequest silent = NetworkRequest.of("silent");
    String id = room.networks().create(silent);
    assertThat(room.networks().inspect(id, "").at("/IPAM/Options").isNull()).isTrue();
    room.close();
    room = open();
    assertThat(room.networks().inspect(id, "").at("/IPAM/Options").isNull()).isTrue();
    room.networks().remove(id);
  }

  @Test
  void theBridgeKnowsWhoIsOnIt() throws InterruptedException {
    String id = create(command("sleep", "1000").name("one").publish(80));
    assertThat(room.networks().inspect("bridge", "").path("Containers")).isEmpty();
    containers().start(id);
    JsonNode bridge = room.networks().inspect("bridge", "");
    JsonNode own = containers().inspect(id, false).at("/NetworkSettings/Networks/bridge");
    assertThat(own.path("NetworkID").asText()).isEqualTo(bridge.path("Id").asText());
    JsonNode endpoint = bridge.path("Containers").path(id);
    assertThat(endpoint.path("Name").asText()).isEqualTo("one");
    assertThat(endpoint.path("IPv4Address").asText())
        .isEqualTo(own.path("IPAddress").asText() + "/" + own.path("IPPrefixLen").asText());
    assertThat(bridge.at("/IPAM/Config/0/Gateway")).isEqualTo(own.path("Gateway"));
    assertThat(room.networks().inspect("host", "").path("Containers")).isEmpty();
  }
}
