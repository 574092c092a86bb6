package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.CheckedDevices;
import dev.jdock.runtime.container.create.DeviceCheck;
import dev.jdock.runtime.engine.Devices;
import dev.jdock.runtime.engine.Devices.Device;
import dev.jdock.runtime.engine.Devices.DeviceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Devices of the host for a container. */
final class DeviceOptions {
  /** A name of the Container Device Interface: vendor/class=device. */
  private static final Pattern CDI =
      Pattern.compile(
          "[A-Za-z](?:[\\w.-]*[A-Za-z0-9])?/[A-Za-z](?:[\\w.-]*[A-Za-z0-9])?"
              + "=[A-Za-z0-9](?:[\\w.:-]*[A-Za-z0-9])?");

  @Option(names = "--device", paramLabel = "list", description = "Add a device of the host")
  private List<String> devices = new ArrayList<>();

  @Option(
      names = "--device-cgroup-rule",
      paramLabel = "list",
      converter = CheckedDevices.CgroupRule.class,
      description = "Allow devices by their numbers")
  private List<String> cgroupRules = new ArrayList<>();

  @Option(
      names = "--gpus",
      paramLabel = "gpu-request",
      converter = CheckedDevices.Gpus.class,
      description = "GPU devices to add ('all' for all)")
  private List<DeviceRequest> gpus = new ArrayList<>();

  /**
   * The devices that the flags name.
   *
   * @throws IllegalArgumentException in Docker's words
   */
  Devices devices() {
    List<Device> nodes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String device : devices) {
      if (CDI.matcher(device).matches()) {
        names.add(device);
      } else {
        nodes.add(node(device));
      }
    }
    List<DeviceRequest> requests = new ArrayList<>(gpus);
    if (!names.isEmpty()) {
      requests.add(new DeviceRequest("cdi", 0, names, List.of(), Map.of()));
    }
    return new Devices(nodes, cgroupRules, requests);
  }

  private static Device node(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length > 3 || parts[0].isEmpty()) {
      throw new IllegalArgumentException("bad format for path: " + text);
    }
    boolean modeSecond = parts.length == 2 && DeviceCheck.isPermissions(parts[1]);
    String target = parts.length == 1 || modeSecond ? parts[0] : parts[1];
    if (parts.length == 3 && !DeviceCheck.isPermissions(parts[2])) {
      throw new IllegalArgumentException("bad mode specified: " + parts[2]);
    }
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException(target + " is not an absolute path");
    }
    return new Device(
        parts[0], target, parts.length == 3 ? parts[2] : modeSecond ? parts[1] : "rwm");
  }
}
