package dev.jdock.image.build;

import java.util.Map;
import java.util.Set;

/**
 * Devices that a build's caller lets its commands have.
 *
 * @param all whether it is every one
 * @param names {@code vendor.com/class=name}, or a class for its first one
 * @param aliases names that Dockerfiles have for devices that are called otherwise here
 */
public record AllowedDevices(boolean all, Set<String> names, Map<String, String> aliases) {
  public static final AllowedDevices NONE = new AllowedDevices(false, Set.of(), Map.of());

  public AllowedDevices {
    names = Set.copyOf(names);
    aliases = Map.copyOf(aliases);
  }
}
