package dev.jdock.cli.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Fields that Docker's documents leave out when they are empty, and that its templates know all the
 * same, as they belong to the types.
 */
final class OmittedFields {
  private static final List<String> LISTS = List.of("Env", "Cmd", "Entrypoint", "OnBuild", "Shell");
  private static final List<String> MAPS = List.of("Labels", "Volumes", "ExposedPorts");
  private static final List<String> TEXTS =
      List.of("User", "WorkingDir", "StopSignal", "MacAddress");
  private static final List<String> POINTERS = List.of("Healthcheck", "StopTimeout");
  private static final List<String> OF_HOST =
      List.of("Annotations", "Init", "Mounts", "StorageOpt", "Sysctls", "Tmpfs");
  private static final List<String> OF_CONTAINERS = List.of("SizeRw", "SizeRootFs");
  private static final List<String> OF_MOUNTS = List.of("Name", "Driver", "Source", "Propagation");

  private OmittedFields() {}

  /** A copy that has them. */
  static JsonNode added(JsonNode document) {
    JsonNode copy = document.deepCopy();
    if (copy.path("Config") instanceof ObjectNode config) {
      LISTS.stream().filter(name -> !config.has(name)).forEach(config::putArray);
      MAPS.stream().filter(name -> !config.has(name)).forEach(config::putObject);
      TEXTS.forEach(name -> text(config, name));
      POINTERS.forEach(name -> nil(config, name));
    }
    if (copy.path("RootFS") instanceof ObjectNode rootFs && !rootFs.has("Layers")) {
      rootFs.putArray("Layers");
    }
    if (copy.path("HostConfig") instanceof ObjectNode host) {
      OF_HOST.forEach(name -> nil(host, name));
    }
    if (copy.path("State") instanceof ObjectNode state && copy instanceof ObjectNode container) {
      nil(state, "Health");
      OF_CONTAINERS.forEach(name -> nil(container, name));
    }
    for (JsonNode mount : copy.path("Mounts")) {
      if (mount instanceof ObjectNode object) {
        OF_MOUNTS.forEach(name -> text(object, name));
      }
    }
    return copy;
  }

  private static void text(ObjectNode object, String name) {
    if (!object.has(name)) {
      object.put(name, "");
    }
  }

  private static void nil(ObjectNode object, String name) {
    if (!object.has(name)) {
      object.putNull(name);
    }
  }
}
