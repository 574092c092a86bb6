package dev.jdock.runtime.container.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.runtime.container.record.ContainerState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @CsvSource({
    "PT-5S, Less than a second",
    "PT0.9S, Less than a second",
    "PT1S, 1 second",
    "PT59S, 59 seconds",
    "PT60S, About a minute",
    "PT119S, About a minute",
    "PT2M, 2 minutes",
    "PT59M59S, 59 minutes",
    "PT60M, About an hour",
    "PT89M, About an hour",
    "PT90M, 2 hours",
    "PT47H, 47 hours",
    "PT48H, 2 days",
    "PT335H, 13 days",
    "PT336H, 2 weeks",
    "PT1440H, 2 months",
    "PT17520H, 2 years",
  })
  void roundsAsDockerDoes(Duration duration, String words) {
    assertThat(StatusText.inWords(duration)).isEqualTo(words);
  }

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
