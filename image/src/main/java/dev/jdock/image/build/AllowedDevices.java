package dev.jdock.image.build;

import java.util.Set;

/**
 * Devices that a build's caller lets its commands have.
 *
 * @param all whether it is every one
 * @param names {@code vendor.com/class=name}, or a class for its first one
 */
public record AllowedDevices(boolean all, Set<String> names) {
  public static final AllowedDevices NONE = new AllowedDevices(false, Set.of());

  public AllowedDevices {
    names = Set.copyOf(names);
  }
}
