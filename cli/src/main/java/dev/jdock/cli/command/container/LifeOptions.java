package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.image.oci.ImageConfig.HealthCheck;
import dev.jdock.runtime.engine.ContainerSpec.Lifecycle;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a container ends, comes back, and how it is known to be well. */
final class LifeOptions {
  @Option(names = "--rm", description = "Remove the container when it exits")
  private boolean remove;

  @Option(
      names = "--restart",
      paramLabel = "string",
      description = "When to restart (default \"no\")")
  private String restart = "no";

  @Option(
      names = "--stop-signal",
      paramLabel = "string",
      description = "Signal that stops the container")
  private @Nullable String stopSignal;

  @Option(
      names = "--stop-timeout",
      paramLabel = "int",
      description = "Seconds to wait before it is killed")
  private @Nullable Integer stopTimeout;

  @Option(
      names = "--health-cmd",
      paramLabel = "string",
      description = "Command that checks whether it is well")
  private String healthCommand = "";

  @Option(
      names = "--health-interval",
      paramLabel = "duration",
      converter = Checked.Nanoseconds.class,
      description = "Time between probes (ms|s|m|h)")
  private long healthInterval;

  @Option(
      names = "--health-timeout",
      paramLabel = "duration",
      converter = Checked.Nanoseconds.class,
      description = "Longest time of a probe (ms|s|m|h)")
  private long healthTimeout;

  @Option(
      names = "--health-retries",
      paramLabel = "int",
      description = "Failures in a row before it is unhealthy")
  private int healthRetries;

  @Option(
      names = "--health-start-period",
      paramLabel = "duration",
      converter = Checked.Nanoseconds.class,
      description = "Time at the start in which failures do not count (ms|s|m|h)")
  private long healthStartPeriod;

  @Option(
      names = "--health-start-interval",
      paramLabel = "duration",
      converter = Checked.Nanoseconds.class,
      description = "Time between probes in the start period (ms|s|m|h)")
  private long healthStartInterval;

  @Option(names = "--no-healthcheck", description = "Disable the image's HEALTHCHECK")
  private boolean noHealthcheck;

  boolean remove() {
    return remove;
  }

  /**
   * The life that the flags ask for.
   *
   * @throws IllegalArgumentException for what does not go together, in Docker's words
   */
  Lifecycle lifecycle() {
    RestartFlag policy = RestartFlag.parse(restart);
    Lifecycle lifecycle =
        new Lifecycle(
            remove, policy.name(), stopSignal, stopTimeout, healthCheck(), policy.limit());
    if (remove && !policy.name().isEmpty() && !policy.name().equals("no")) {
      throw new IllegalArgumentException(
          "conflicting options: cannot specify both --restart and --rm");
    }
    return lifecycle;
  }

  private @Nullable HealthCheck healthCheck() {
    boolean asked =
        !healthCommand.isEmpty()
            || healthInterval != 0
            || healthTimeout != 0
            || healthStartPeriod != 0
            || healthStartInterval != 0
            || healthRetries != 0;
    if (noHealthcheck) {
      if (asked) {
        throw new IllegalArgumentException("--no-healthcheck conflicts with --health-* options");
      }
      return new HealthCheck(List.of("NONE"), 0, 0, 0, 0, 0);
    }
    if (!asked) {
      return null;
    }
    requirePositive("--health-interval", healthInterval);
    requirePositive("--health-timeout", healthTimeout);
    requirePositive("--health-retries", healthRetries);
    requirePositive("--health-start-period", healthStartPeriod);
    requirePositive("--health-start-interval", healthStartInterval);
    return new HealthCheck(
        healthCommand.isEmpty() ? List.of() : List.of("CMD-SHELL", healthCommand),
        healthInterval,
        healthTimeout,
        healthStartPeriod,
        healthStartInterval,
        healthRetries);
  }

  private static void requirePositive(String flag, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(flag + " cannot be negative");
    }
  }
}
