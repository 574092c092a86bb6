package dev.jdock.runtime.container.create;

import static dev.jdock.runtime.container.create.Requirement.require;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Devices;
import dev.jdock.runtime.engine.Devices.Device;
import java.util.regex.Pattern;

/** Devices of the host that a request names; whether they exist is seen at the start. */
public final class DeviceCheck {
  private static final Pattern RULE = Pattern.compile("[acb] ([0-9]+|\\*):([0-9]+|\\*) [rwm]{1,3}");
  private static final Pattern PERMISSIONS = Pattern.compile("(?:r|w|m){1,3}");

  private DeviceCheck() {}

  /**
   * Checks paths, permissions and rules.
   *
   * @throws JdockException INVALID in Docker's words
   */
  public static void validate(Devices devices) {
    for (Device device : devices.nodes()) {
      require(!device.hostPath().isEmpty(), "bad format for path: " + device.hostPath());
      require(
          device.containerPath().startsWith("/") && device.containerPath().indexOf('\0') < 0,
          device.containerPath() + " is not an absolute path");
      require(isPermissions(device.permissions()), "bad mode specified: " + device.permissions());
    }
    devices
        .cgroupRules()
        .forEach(
            rule -> require(isRule(rule), "invalid device cgroup rule format: '" + rule + "'"));
  }

  /** Whether the text is a rule of the devices cgroup: {@code c 1:3 rwm}. */
  public static boolean isRule(String text) {
    return RULE.matcher(text).matches();
  }

  /** Whether the text is some of {@code rwm}, each once. */
  public static boolean isPermissions(String text) {
    return PERMISSIONS.matcher(text).matches() && text.chars().distinct().count() == text.length();
  }
}
