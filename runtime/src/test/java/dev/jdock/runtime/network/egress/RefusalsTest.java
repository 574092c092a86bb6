package dev.jdock.runtime.network.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final Refusals refusals = new Refusals(Clock.fixed(NOW, ZoneOffset.UTC));

  private void add(String target, long count) {
    refusals.add("id", "name", target, count, false);
  }

  @Test
  void triesOfOneTargetAreCountedTogether() {
    add("a", 1);
    add("b", 2);
    add("a", 3);

    assertThat(refusals.total()).isEqualTo(6);
    assertThat(refusals.latest())
        .containsExactly(
            new Refusal("id", "name", "a", 4, NOW), new Refusal("id", "name", "b", 2, NOW));
  }

  @Test
  void eachIsToldOnce() {
    add("a", 1);
    assertThat(refusals.untold()).containsExactly(new Refusal("id", "name", "a", 1, NOW));
    assertThat(refusals.untold()).isEmpty();
    add("a", 2);
    refusals.add("id", "name", "old", 7, true);
    assertThat(refusals.untold()).containsExactly(new Refusal("id", "name", "a", 2, NOW));
    assertThat(refusals.total()).isEqualTo(10);
  }

  @Test
  void ofMillionsOfTriesTheLatestAreKept() {
    for (int i = 0; i < 1000; i++) {
      add("name" + i, 1);
    }

    assertThat(refusals.total()).isEqualTo(1000);
    assertThat(refusals.latest()).hasSize(100);
    assertThat(refusals.latest().getFirst().target()).isEqualTo("name999");
    assertThat(refusals.latest().getLast().target()).isEqualTo("name900");
  }
}
