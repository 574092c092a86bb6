package dev.jdock.runtime.device;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Devices.DeviceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What {@code --gpus} and the names among {@code --device} ask for. */
public final class RequestedDevices {
  private RequestedDevices() {}

  /**
   * @param specifications read only when a device is requested
   * @throws JdockException in Docker's words
   */
  public static DeviceEdits of(List<DeviceRequest> requests, Supplier<CdiDevices> specifications) {
    if (requests.isEmpty()) {
      return DeviceEdits.NONE;
    }
    CdiDevices devices = specifications.get();
    List<String> names = new ArrayList<>();
    for (DeviceRequest request : requests) {
      names.addAll(request.driver().equals("cdi") ? named(request) : Gpus.names(request, devices));
    }
    return devices.edits(names);
  }

  private static List<String> named(DeviceRequest request) {
    if (request.count() != 0) {
      throw JdockException.invalid("unexpected count in CDI device request");
    }
    if (!request.options().isEmpty()) {
      throw JdockException.invalid("unexpected options in CDI device request");
    }
    return request.ids();
  }
}
