package dev.jdock.runtime.engine;

import java.time.Instant;
import java.util.Map;

/**
 * A volume as the Docker Engine API has it.
 *
 * @param driver {@code local}
 * @param mountpoint where its files are on the host
 * @param options of the driver
 */
public record Volume(
    String name,
    String driver,
    String mountpoint,
    Instant created,
    Map<String, String> labels,
    Map<String, String> options) {
  /** What a volume has that was made without a name, like Docker's. */
  public static final String ANONYMOUS_LABEL = "com.docker.volume.anonymous";

  public Volume {
    labels = Map.copyOf(labels);
    options = Map.copyOf(options);
  }

  /** Whether it was made without a name. */
  public boolean anonymous() {
    return labels.containsKey(ANONYMOUS_LABEL);
  }

  /** Every volume is of this machine alone. */
  public String scope() {
    return "local";
  }
}
