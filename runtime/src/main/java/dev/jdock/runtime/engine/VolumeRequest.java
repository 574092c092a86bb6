package dev.jdock.runtime.engine;

import java.util.Map;

/**
 * A volume to make.
 *
 * @param name empty for an anonymous one
 * @param driver empty for {@code local}
 * @param options of the driver
 */
public record VolumeRequest(
    String name, String driver, Map<String, String> options, Map<String, String> labels) {
  public VolumeRequest {
    options = Map.copyOf(options);
    labels = Map.copyOf(labels);
  }
}
