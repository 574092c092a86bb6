package dev.jdock.runtime.container.document;

import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.oci.ImageConfig.HealthCheck;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The configuration that a container runs by. */
public record ImageConfigDocument(
    String user,
    SortedSet<String> exposedPorts,
    List<String> env,
    @Nullable List<String> entrypoint,
    @Nullable List<String> cmd,
    SortedSet<String> volumes,
    String workingDir,
    SortedMap<String, String> labels,
    @Nullable String stopSignal,
    @Nullable Integer stopTimeout,
    @Nullable Probing healthcheck,
    List<String> onBuild,
    @Nullable List<String> shell) {

  /** HEALTHCHECK; durations in nanoseconds, 0 for the default. */
  public record Probing(
      List<String> test,
      long interval,
      long timeout,
      long startPeriod,
      long startInterval,
      int retries) {
    static @Nullable Probing of(@Nullable HealthCheck check) {
      return check == null
          ? null
          : new Probing(
              check.test(),
              check.interval(),
              check.timeout(),
              check.startPeriod(),
              check.startInterval(),
              check.retries());
    }

    static @Nullable HealthCheck value(@Nullable Probing probing) {
      return probing == null
          ? null
          : new HealthCheck(
              probing.test,
              probing.interval,
              probing.timeout,
              probing.startPeriod,
              probing.startInterval,
              probing.retries);
    }
  }

  public static ImageConfigDocument of(ImageConfig config) {
    return new ImageConfigDocument(
        config.user(),
        config.exposedPorts(),
        config.env(),
        config.entrypoint(),
        config.cmd(),
        config.volumes(),
        config.workingDir(),
        config.labels(),
        config.stopSignal(),
        config.stopTimeout(),
        Probing.of(config.healthcheck()),
        config.onBuild(),
        config.shell());
  }

  public ImageConfig value() {
    return new ImageConfig(
        user,
        exposedPorts,
        env,
        entrypoint,
        cmd,
        volumes,
        workingDir,
        labels,
        stopSignal,
        stopTimeout,
        Probing.value(healthcheck),
        onBuild,
        shell,
        false);
  }
}
