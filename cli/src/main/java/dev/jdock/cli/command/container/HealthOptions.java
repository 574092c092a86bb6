package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.image.oci.ImageConfig.HealthCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --health-*}. */
final class HealthOptions {
  @Option(names = "--health-cmd", paramLabel = "string", description = "Command that checks health")
  private @Nullable String command;

  @Option(
      names = "--health-interval",
      paramLabel = "duration",
      converter = Checked.Nanoseconds.class,
      description = "Time between two checks (ms|s|m|h) (default 0s)")
  private @Nullable Long interval;

  @Option(
      names = "--health-timeout",
      paramLabel = "duration",
      converter = Checked.Nanoseconds.class,
      description = "Longest time a check may take (ms|s|m|h) (default 0s)")
  private @Nullable Long timeout;

  @Option(
      names = "--health-start-period",
      paramLabel = "duration",
      converter = Checked.Nanoseconds.class,
      description = "Time in which failures do not count yet (ms|s|m|h) (default 0s)")
  private @Nullable Long startPeriod;

  @Option(
      names = "--health-start-interval",
      paramLabel = "duration",
      converter = Checked.Nanoseconds.class,
      description = "Time between checks during the start period (ms|s|m|h) (default 0s)")
  private @Nullable Long startInterval;

  @Option(
      names = "--health-retries",
      paramLabel = "int",
      description = "Failures in a row that make it unhealthy")
  private int retries;

  @Option(names = "--no-healthcheck", description = "Do without the image's HEALTHCHECK")
  private boolean none;

  /** What the flags ask for; null for the image's own. */
  @Nullable HealthCheck healthCheck() {
    boolean given =
        command != null
            || interval != null
            || timeout != null
            || startPeriod != null
            || startInterval != null
            || retries != 0;
    if (none) {
      if (given) {
        throw new IllegalArgumentException("--no-healthcheck conflicts with --health-* options");
      }
      return new HealthCheck(List.of("NONE"), 0, 0, 0, 0, 0);
    }
    if (!given) {
      return null;
    }
    if (retries < 0) {
      throw new IllegalArgumentException("--health-retries cannot be negative");
    }
    return new HealthCheck(
        command == null || command.isEmpty() ? List.of() : List.of("CMD-SHELL", command),
        notNegative("--health-interval", interval),
        notNegative("--health-timeout", timeout),
        notNegative("--health-start-period", startPeriod),
        notNegative("--health-start-interval", startInterval),
        retries);
  }

  private static long notNegative(String flag, @Nullable Long nanoseconds) {
    if (nanoseconds == null) {
      return 0;
    }
    if (nanoseconds < 0) {
      throw new IllegalArgumentException(flag + " cannot be negative");
    }
    return nanoseconds;
  }
}
