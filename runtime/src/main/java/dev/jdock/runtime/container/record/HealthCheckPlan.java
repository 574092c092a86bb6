package dev.jdock.runtime.container.record;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.oci.ImageConfig.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container's probe with Docker's defaults put in: what to run, and when. */
public record HealthCheckPlan(
    List<String> command,
    Duration interval,
    Duration timeout,
    Duration startPeriod,
    Duration startInterval,
    int retries) {
  private static final Duration USUAL = Duration.ofSeconds(30);
  private static final Duration START_INTERVAL = Duration.ofSeconds(5);
  private static final int RETRIES = 3;
  private static final List<String> SHELL = List.of("/bin/sh", "-c");
  private static final long SHORTEST_NANOS = 1_000_000;

  /** Null where there is nothing to run. */
  public static @Nullable HealthCheckPlan of(ImageConfig config) {
    HealthCheck check = config.healthcheck();
    List<String> command = check == null ? List.of() : command(check.test(), config.shell());
    if (check == null || command.isEmpty()) {
      return null;
    }
    return new HealthCheckPlan(
        command,
        orElse(check.interval(), USUAL),
        orElse(check.timeout(), USUAL),
        Duration.ofNanos(check.startPeriod()),
        orElse(check.startInterval(), START_INTERVAL),
        check.retries() <= 0 ? RETRIES : check.retries());
  }

  private static List<String> command(List<String> test, @Nullable List<String> shell) {
    String kind = test.isEmpty() ? "NONE" : test.getFirst();
    List<String> rest = test.isEmpty() ? test : test.subList(1, test.size());
    return switch (kind) {
      case "CMD" -> rest;
      case "CMD-SHELL" -> {
        List<String> line = new ArrayList<>(shell == null || shell.isEmpty() ? SHELL : shell);
        line.addAll(rest);
        yield List.copyOf(line);
      }
      // Docker warns in its daemon's log of other kinds, and does nothing.
      default -> List.of();
    };
  }

  private static Duration orElse(long nanos, Duration usual) {
    // Of an image, whose numbers nobody has checked, it may be anything.
    return nanos < SHORTEST_NANOS ? usual : Duration.ofNanos(nanos);
  }

  /** The time to the next probe of a container that has run for so long. */
  public Duration pause(Health.Status status, Duration ranFor) {
    boolean starting = status == Health.Status.STARTING && ranFor.compareTo(startPeriod) < 0;
    return starting ? startInterval : interval;
  }

  /** What the user wrote, with what the image has where that says nothing. */
  public static @Nullable HealthCheck merged(
      @Nullable HealthCheck user, @Nullable HealthCheck image) {
    if (user == null || image == null) {
      return user == null ? image : user;
    }
    return new HealthCheck(
        user.test().isEmpty() ? image.test() : user.test(),
        user.interval() == 0 ? image.interval() : user.interval(),
        user.timeout() == 0 ? image.timeout() : user.timeout(),
        user.startPeriod() == 0 ? image.startPeriod() : user.startPeriod(),
        user.startInterval() == 0 ? image.startInterval() : user.startInterval(),
        user.retries() == 0 ? image.retries() : user.retries());
  }

  /**
   * @throws JdockException INVALID in Docker's words
   */
  public static void validate(@Nullable HealthCheck check) {
    if (check == null) {
      return;
    }
    requireLongEnough("Interval", check.interval());
    requireLongEnough("Timeout", check.timeout());
    requireLongEnough("StartPeriod", check.startPeriod());
    requireLongEnough("StartInterval", check.startInterval());
    if (check.retries() < 0) {
      throw JdockException.invalid("Retries in Healthcheck cannot be negative");
    }
  }

  private static void requireLongEnough(String name, long nanos) {
    if (nanos != 0 && nanos < SHORTEST_NANOS) {
      throw JdockException.invalid(name + " in Healthcheck cannot be less than 1ms");
    }
  }
}
