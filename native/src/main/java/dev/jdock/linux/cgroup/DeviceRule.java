package dev.jdock.linux.cgroup;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A set of device nodes that may be used. Access to every node without a rule is denied.
 *
 * @param type {@code c} for character devices, {@code b} for block devices, {@code a} for all
 * @param major device number, or -1 for every one; likewise {@code minor}
 * @param access some of {@code r}, {@code w} and {@code m} (mknod)
 */
public record DeviceRule(char type, int major, int minor, String access) {
  private static final int ANY = -1;
  private static final String FULL_ACCESS = "rwm";
  private static final Pattern ACCESS = Pattern.compile("r?w?m?");

  /** Everything: for privileged containers. */
  public static final DeviceRule ALL = new DeviceRule('a', ANY, ANY, FULL_ACCESS);

  public DeviceRule {
    if ("abc".indexOf(type) < 0
        || major < ANY
        || minor < ANY
        || !ACCESS.matcher(access).matches()) {
      throw new IllegalArgumentException(
          "not a device rule: " + type + " " + major + ":" + minor + " " + access);
    }
  }

  /**
   * What Docker's containers may use: making any node, but opening only the harmless ones (null,
   * zero, full, tty, random, urandom, console, pseudo-terminals).
   */
  public static List<DeviceRule> standard() {
    return List.of(
        new DeviceRule('c', ANY, ANY, "m"),
        new DeviceRule('b', ANY, ANY, "m"),
        new DeviceRule('c', 1, 3, "rwm"),
        new DeviceRule('c', 1, 5, "rwm"),
        new DeviceRule('c', 1, 7, "rwm"),
        new DeviceRule('c', 1, 8, "rwm"),
        new DeviceRule('c', 1, 9, "rwm"),
        new DeviceRule('c', 5, 0, "rwm"),
        new DeviceRule('c', 5, 1, "rwm"),
        new DeviceRule('c', 5, 2, "rwm"),
        new DeviceRule('c', 136, ANY, "rwm"));
  }

  /** Whether it is {@link #ALL}. To compare records, each process first assembles how. */
  boolean isEverything() {
    return type == 'a' && major == ANY && minor == ANY && access.equals(FULL_ACCESS);
  }

  /**
   * The same as rules for one type each. Version 1 needs it: behind an {@code a}, the kernel reads
   * neither numbers nor access (devcgroup_update_access in security/device_cgroup.c).
   */
  List<DeviceRule> ofEachType() {
    return type == 'a'
        ? List.of(
            new DeviceRule('b', major, minor, access), new DeviceRule('c', major, minor, access))
        : List.of(this);
  }

  /** The form of version 1's devices.allow: {@code c 136:* rwm}. */
  @Override
  public String toString() {
    return type + " " + number(major) + ":" + number(minor) + " " + access;
  }

  private static String number(int value) {
    return value == ANY ? "*" : Integer.toString(value);
  }
}
