package dev.jdock.runtime.container.start;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.DeviceRule;
import dev.jdock.runtime.device.CdiDevices;
import dev.jdock.runtime.device.DeviceEdits;
import dev.jdock.runtime.device.RequestedDevices;
import dev.jdock.runtime.engine.Devices;
import dev.jdock.runtime.engine.Devices.Device;
import dev.jdock.runtime.rootfs.HostDevice;
import java.util.ArrayList;
import java.util.List;

/**
 * Devices of the host that a container gets.
 *
 * @param nodes all of them
 * @param rules all that it may use, the usual ones included
 * @param requested what those that vendors describe bring along
 */
public record DevicePlan(List<HostDevice> nodes, List<DeviceRule> rules, DeviceEdits requested) {

  /**
   * @throws JdockException in Docker's words, for what is no device
   */
  public static DevicePlan of(Devices devices) {
    DeviceEdits requested = RequestedDevices.of(devices.requests(), CdiDevices::ofMachine);
    List<HostDevice> nodes = new ArrayList<>();
    List<DeviceRule> rules = new ArrayList<>(DeviceRule.standard());
    for (Device device : devices.nodes()) {
      for (HostDevice node : HostDevice.below(device.hostPath(), device.containerPath())) {
        nodes.add(node);
        rules.add(
            new DeviceRule(node.type(), node.major(), node.minor(), ordered(device.permissions())));
      }
    }
    devices.cgroupRules().forEach(text -> rules.add(rule(text)));
    nodes.addAll(requested.nodes());
    rules.addAll(requested.rules());
    return new DevicePlan(List.copyOf(nodes), List.copyOf(rules), requested);
  }

  /**
   * Forbids a container all devices but these.
   *
   * @throws JdockException when the kernel cannot: root in a container may make nodes of any device
   */
  public static void enforce(CgroupDirectory cgroup, List<DeviceRule> rules) {
    if (!cgroup.permitDevices(rules)) {
      throw JdockException.invalid(
          "this kernel cannot keep a container from the host's devices (there is no devices cgroup,"
              + " and no eBPF program for cgroups): only --privileged containers can be started");
    }
  }

  /** {@code c 1:* rwm}. */
  public static DeviceRule rule(String text) {
    String[] parts = text.split("[ :]", -1);
    if (parts.length != 4 || parts[0].length() != 1) {
      throw JdockException.invalid("invalid device cgroup rule format: '" + text + "'");
    }
    try {
      return new DeviceRule(
          parts[0].charAt(0), number(parts[1]), number(parts[2]), ordered(parts[3]));
    } catch (IllegalArgumentException e) {
      throw JdockException.invalid("invalid device cgroup rule format: '" + text + "'");
    }
  }

  private static int number(String text) {
    return text.equals("*") ? -1 : Integer.parseInt(text);
  }

  private static String ordered(String access) {
    return (access.contains("r") ? "r" : "")
        + (access.contains("w") ? "w" : "")
        + (access.contains("m") ? "m" : "");
  }
}
