package dev.jdock.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.runtime.engine.StatsRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsIT extends MachineRoomFixture {
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private JsonNode measured(String id, StatsRequest request) throws InterruptedException {
    List<JsonNode> documents = new ArrayList<>();
    containers().stats(id, request, documents::add);
    assertThat(documents).hasSize(1);
    return documents.getFirst();
  }

  @Test
  void busyOneIsComparedWithASecondBefore() throws Exception {
    String id = start(SpecBuilder.shell("while :; do :; done").limits(64 << 20, 0, 20).publish(80));
    JsonNode json = measured(id, StatsRequest.ONCE);
    assertThat(json.path("id").asText()).isEqualTo(id);
    assertThat(json.at("/cpu_stats/cpu_usage/total_usage").asLong())
        .isGreaterThan(json.at("/precpu_stats/cpu_usage/total_usage").asLong());
    assertThat(json.at("/cpu_stats/system_cpu_usage").asLong())
        .isGreaterThan(json.at("/precpu_stats/system_cpu_usage").asLong());
    assertThat(json.at("/cpu_stats/online_cpus").asInt()).isPositive();
    assertThat(json.at("/memory_stats/usage").asLong()).isPositive();
    assertThat(json.at("/memory_stats/limit").asLong()).isEqualTo(64 << 20);
    assertThat(json.at("/memory_stats/stats/inactive_file").isNumber()).isTrue();
    assertThat(json.at("/pids_stats/current").asInt()).isEqualTo(1);
    assertThat(json.at("/networks/eth0/rx_bytes").isNumber()).isTrue();
    assertThat(json.at("/networks/lo").isMissingNode()).isTrue();
    assertThat(json.path("read").asText()).isGreaterThan(json.path("preread").asText());
  }

  @Test
  void oneShotComparesWithNothing() throws Exception {
    JsonNode json =
        measured(start(SpecBuilder.command("sleep", "1000")), new StatsRequest(false, true));
    assertThat(json.path("preread").asText()).isEqualTo(NEVER);
    assertThat(json.at("/precpu_stats/cpu_usage/total_usage").asLong()).isZero();
    assertThat(json.path("read").asText()).isNotEqualTo(NEVER);
  }

  @Test
  void oneAtRestHasAName() throws Exception {
    String id = create(SpecBuilder.command("true").name("resting"));
    JsonNode json = measured(id, StatsRequest.ONCE);
    assertThat(json.path("name").asText()).isEqualTo("/resting");
    assertThat(json.path("read").asText()).isEqualTo(NEVER);
    assertThat(json.path("memory_stats").isEmpty()).isTrue();
  }

  @Test
  void streamEndsWhereItsReaderDoes() {
    String id = start(SpecBuilder.command("sleep", "1000"));
    List<JsonNode> documents = new ArrayList<>();
    assertThatThrownBy(() ->
            containers()
                .stats(
                    id,
                    StatsRequest.STREAM,
                    json -> {
                      documents.add(json);
                      if (documents.size() == 2) {
                        throw new IllegalStateException("enough");
                      }
                    }))
        .hasMessage("enough");
    assertThat(documents.getLast().path("preread")).isEqualTo(documents.getFirst().path("read"));
  }
}
