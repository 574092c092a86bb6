package dev.jdock.runtime.container.view;

import dev.jdock.image.text.HumanDuration;
import dev.jdock.runtime.container.record.ContainerState;
import dev.jdock.runtime.container.record.Health;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code Up 5 minutes}, {@code Exited (0) 2 seconds ago}: the words of {@code ps}. */
final class StatusText {
  private StatusText() {}

  static String of(ContainerState state, @Nullable Health health, Instant now) {
    return of(state, now) + (state.running() && health != null ? of(health) : "");
  }

  private static String of(Health health) {
    return health.status() == Health.Status.STARTING
        ? " (health: starting)"
        : " (" + health.status().text() + ")";
  }

  static String of(ContainerState state, Instant now) {
    return switch (state.status()) {
      case CREATED -> "Created";
      case RUNNING -> "Up " + ago(state.startedAt(), now);
      case RESTARTING ->
          "Restarting (" + state.exitCode() + ") " + ago(state.finishedAt(), now) + " ago";
      case EXITED -> "Exited (" + state.exitCode() + ") " + ago(state.finishedAt(), now) + " ago";
      case REMOVING -> "Removal In Progress";
      case DEAD -> "Dead";
    };
  }

  private static String ago(String instant, Instant now) {
    return HumanDuration.of(Duration.between(Instant.parse(instant), now));
  }
}
