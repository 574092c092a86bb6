package dev.jdock.runtime.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map whose values have one Go type, so that {@code index} gives that type's zero value for a
 * missing key.
 */
final class TypedMap extends AbstractMap<String, @Nullable Object> {
  private static final Set<String> OF_STRINGS =
      Set.of(
          "Annotations",
          "Attributes",
          "Data",
          "Details",
          "DriverOpts",
          "Labels",
          "Options",
          "StorageOpt",
          "Sysctls",
          "Tmpfs");
  private static final Set<String> OF_LISTS = Set.of("PortBindings", "Ports");
  private static final Set<String> OF_STRUCTS =
      Set.of("Containers", "ExposedPorts", "Networks", "Runtimes", "Volumes");

  private final Map<String, @Nullable Object> members;
  private final @Nullable Object zero;
  private final boolean nil;

  TypedMap(Map<String, @Nullable Object> members, @Nullable Object zero) {
    this(members, zero, false);
  }

  private TypedMap(Map<String, @Nullable Object> members, @Nullable Object zero, boolean nil) {
    this.members = members;
    this.zero = zero;
    this.nil = nil;
  }

  /** Go's nil map: as an empty one to templates, {@code null} as JSON. */
  static TypedMap nil(@Nullable Object zero) {
    return new TypedMap(Map.of(), zero, true);
  }

  boolean nil() {
    return nil;
  }

  /**
   * The zero value of a member of Docker's documents that is a map with free keys; ABSENT if it is
   * a struct with fixed fields.
   */
  static @Nullable Object zeroOf(String member, JsonNode json) {
    // The Config of a log driver is a map, that of a container or image a struct, which always has
    // an Env or a Cmd.
    if (OF_STRINGS.contains(member)
        || (member.equals("Config") && !json.has("Env") && !json.has("Cmd"))) {
      return "";
    }
    if (OF_LISTS.contains(member)) {
      return List.of();
    }
    return OF_STRUCTS.contains(member) ? null : GoValue.ABSENT;
  }

  @Nullable Object zero() {
    return zero;
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return members.entrySet();
  }
}
