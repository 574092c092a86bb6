package dev.jdock.runtime.container.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.oci.ImageConfig.HealthCheck;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static Health.Probe probe(int exitCode) {
    return new Health.Probe("2026-01-01T12:00:00Z", "2026-01-01T12:00:01Z", exitCode, "");
  }

  @Test
  void failuresInARowMakeItUnhealthy() {
    Health health = Health.atFirst().after(probe(1), false, 2);
    assertThat(health.status()).isEqualTo(Health.Status.STARTING);
    assertThat(health.after(probe(1), false, 2).status()).isEqualTo(Health.Status.UNHEALTHY);
    assertThat(health.after(probe(0), false, 2).failingStreak()).isZero();
  }

  @Test
  void excusedFailuresCountOnlyOnceItWasHealthy() {
    assertThat(Health.atFirst().after(probe(1), true, 1).failingStreak()).isZero();
    Health healthy = Health.atFirst().after(probe(0), true, 1);
    assertThat(healthy.after(probe(1), true, 1).status()).isEqualTo(Health.Status.UNHEALTHY);
  }

  @Test
  void fiveProbesAreKept() {
    Health health = Health.atFirst();
    for (int i = 0; i < 7; i++) {
      health = health.after(probe(i), false, 99);
    }
    assertThat(health.log()).extracting(Health.Probe::exitCode).containsExactly(2, 3, 4, 5, 6);
  }

  @Test
  void usersCheckIsCompletedByTheImages() {
    HealthCheck image = new HealthCheck(List.of("CMD", "x"), 1, 2, 3, 4, 5);
    HealthCheck user = new HealthCheck(List.of(), 10, 0, 0, 0, 50);
    assertThat(HealthCheckPlan.merged(user, image))
        .isEqualTo(new HealthCheck(List.of("CMD", "x"), 10, 2, 3, 4, 50));
    assertThat(HealthCheckPlan.merged(null, image)).isEqualTo(image);
  }

  @Test
  void outputIsBounded() {
    BoundedText text = new BoundedText();
    byte[] bytes = "x".repeat(4000).getBytes(StandardCharsets.UTF_8);
    text.write(bytes, 0, bytes.length);
    assertThat(text.toString()).hasSize(4000);
    text.write(bytes, 0, bytes.length);
    assertThat(text.toString()).hasSize(4099).endsWith("...");
  }
}
