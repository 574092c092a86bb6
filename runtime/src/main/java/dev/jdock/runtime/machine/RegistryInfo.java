package dev.jdock.runtime.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.registry.RegistrySettings;

/** {@code RegistryConfig} of {@code GET /info}: which registries are treated specially. */
final class RegistryInfo {
  private static final String HUB = "docker.io";

  private RegistryInfo() {}

  static JsonNode of(RegistrySettings settings) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode indexes = json.putObject("IndexConfigs");
    ArrayNode mirrors = json.arrayNode();
    settings.mirrors().forEach(mirror -> mirrors.add(mirror + "/"));
    index(indexes, HUB, mirrors, true);
    settings.insecureNames().stream()
        .sorted()
        .forEach(name -> index(indexes, name, json.arrayNode(), false));
    ArrayNode ranges = json.putArray("InsecureRegistryCIDRs");
    settings.insecureRanges().forEach(range -> ranges.add(range.toString()));
    json.set("Mirrors", mirrors.deepCopy());
    return json;
  }

  /** Of the registries that are named, Docker Hub alone is official, and secure. */
  private static void index(ObjectNode indexes, String name, ArrayNode mirrors, boolean official) {
    ObjectNode index = indexes.putObject(name).put("Name", name);
    index.set("Mirrors", mirrors);
    index.put("Secure", official).put("Official", official);
  }
}
