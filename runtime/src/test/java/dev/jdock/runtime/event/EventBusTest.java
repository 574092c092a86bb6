package dev.jdock.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.runtime.engine.EventQuery;
import dev.jdock.runtime.engine.Filters;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventBusTest {

  private final EventBus bus = new EventBus(Clock.systemUTC());

  private List<String> past(Map<String, List<String>> filters) throws InterruptedException {
    List<String> actions = new ArrayList<>();
    bus.listen(
        new EventQuery(Instant.EPOCH, Instant.now(), new Filters(filters)),
        () -> {},
        event -> actions.add(event.action()));
    return actions;
  }

  private void container(String action, String name) {
    bus.publish(
        "container", action, "abc" + name, new TreeMap<>(Map.of("name", name, "image", "i:1")));
  }

  @Test
  void remembersTheLast256() throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      container("a" + i, "n");
    }
    assertThat(past(Map.of())).hasSize(256).startsWith("a44").endsWith("a299");
  }

  @Test
  void valuesOfAKeyAreAlternativesAndKeysAddUp() throws InterruptedException {
    container("start", "one");
    container("exec_create: ls ", "one");
    container("start", "two");
    bus.publish("image", "tag", "sha256:1", new TreeMap<>(Map.of("name", "i:1")));
    assertThat(past(Map.of("event", List.of("start", "tag")))).hasSize(3);
    assertThat(past(Map.of("container", List.of("one"), "event", List.of("start")))).hasSize(1);
    assertThat(past(Map.of("container", List.of("tw")))).containsExactly("start");
    assertThat(past(Map.of("event", List.of("exec_create")))).containsExactly("exec_create: ls ");
    assertThat(past(Map.of("image", List.of("i")))).hasSize(4);
    assertThat(past(Map.of("label", List.of("image=i:1", "name=two")))).containsExactly("start");
    assertThatThrownBy(() -> past(Map.of("nonsense", List.of("x"))))
        .hasMessage("invalid filter 'nonsense'");
  }

  @Test
  void whoeverReadsTooSlowlyIsToldThatEventsAreLost() {
    List<String> actions = new ArrayList<>();
    assertThatThrownBy(() ->
            bus.listen(
                new EventQuery(null, null, Filters.NONE),
                () -> container("first", "n"),
                event -> {
                  if (actions.isEmpty()) {
                    for (int i = 0; i < 5000; i++) {
                      container("a" + i, "n");
                    }
                  }
                  actions.add(event.action());
                }))
        .hasMessageContaining("events are lost");
    assertThat(actions).startsWith("first", "a0").hasSizeLessThan(5000);
  }
}
