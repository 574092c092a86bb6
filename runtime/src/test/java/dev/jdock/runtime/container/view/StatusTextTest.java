package dev.jdock.runtime.container.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.runtime.container.record.ContainerState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void namesTheStates() {
    ContainerState created = ContainerState.created();
    assertThat(StatusText.of(created, NOW)).isEqualTo("Created");
    ContainerState running = created.started(1, 2, NOW.minusSeconds(3));
    assertThat(StatusText.of(running, NOW)).isEqualTo("Up 3 seconds");
    assertThat(StatusText.of(running.exited(9, false, NOW.minusSeconds(1)), NOW))
        .isEqualTo("Exited (9) 1 second ago");
    assertThat(StatusText.of(running.removing(), NOW)).isEqualTo("Removal In Progress");
  }
}
