package dev.jdock.api.json;

import dev.jdock.image.oci.ImageConfig.HealthCheck;
import org.jspecify.annotations.Nullable;

/** The {@code Healthcheck} of a {@code ContainerConfig}. */
public final class HealthCheckBody {
  private HealthCheckBody() {}

  /**
   * @return null where the configuration has none
   */
  public static @Nullable HealthCheck read(Fields config) {
    if (!config.has("Healthcheck")) {
      return null;
    }
    Fields check = config.object("Healthcheck");
    return new HealthCheck(
        check.texts("Test"),
        check.number("Interval"),
        check.number("Timeout"),
        check.number("StartPeriod"),
        check.number("StartInterval"),
        check.integer("Retries"));
  }
}
