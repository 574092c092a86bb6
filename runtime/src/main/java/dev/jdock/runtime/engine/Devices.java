package dev.jdock.runtime.engine;

import java.util.List;
import java.util.Map;

/**
 * Devices of the host that a container gets.
 *
 * @param cgroupRules {@code c 1:3 rwm}
 */
public record Devices(List<Device> nodes, List<String> cgroupRules, List<DeviceRequest> requests) {
  public static final Devices NONE = new Devices(List.of(), List.of(), List.of());

  /**
   * A device node, or a folder of them.
   *
   * @param permissions some of {@code rwm}
   */
  public record Device(String hostPath, String containerPath, String permissions) {}

  /**
   * Devices that a driver finds: {@code --gpus}, and CDI names of {@code --device}.
   *
   * @param driver {@code cdi}, {@code nvidia}, or empty for any that can
   * @param count -1 for all
   * @param capabilities alternatives, each a list of which all are needed
   */
  public record DeviceRequest(
      String driver,
      int count,
      List<String> ids,
      List<List<String>> capabilities,
      Map<String, String> options) {}
}
