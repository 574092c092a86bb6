package dev.jdock.runtime.container.view;

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
    return inWords(Duration.between(Instant.parse(instant), now));
  }

  /** Docker's rounding (go-units, HumanDuration). */
  static String inWords(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    long minutes = seconds / 60;
    long hours = Math.round(seconds / 3600.0);
    if (seconds < 1) {
      return "Less than a second";
    } else if (seconds == 1) {
      return "1 second";
    } else if (seconds < 60) {
      return seconds + " seconds";
    } else if (minutes == 1) {
      return "About a minute";
    } else if (minutes < 60) {
      return minutes + " minutes";
    } else if (hours == 1) {
      return "About an hour";
    } else if (hours < 48) {
      return hours + " hours";
    } else if (hours < 24 * 7 * 2) {
      return hours / 24 + " days";
    } else if (hours < 24 * 30 * 2) {
      return hours / 24 / 7 + " weeks";
    } else if (hours < 24 * 365 * 2) {
      return hours / 24 / 30 + " months";
    }
    return hours / 24 / 365 + " years";
  }
}
