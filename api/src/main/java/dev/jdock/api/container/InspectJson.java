package dev.jdock.api.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.http.ApiVersion;
import java.util.List;

/** A container as {@code GET /containers/{id}/json} of a version has it. */
final class InspectJson {
  /** Of the container's place on the default network, which is among its networks as well. */
  private static final List<String> OLD_SETTINGS =
      List.of(
          "Bridge",
          "EndpointID",
          "Gateway",
          "GlobalIPv6Address",
          "GlobalIPv6PrefixLen",
          "HairpinMode",
          "IPAddress",
          "IPPrefixLen",
          "IPv6Gateway",
          "LinkLocalIPv6Address",
          "LinkLocalIPv6PrefixLen",
          "MacAddress",
          "SecondaryIPAddresses",
          "SecondaryIPv6Addresses");

  private InspectJson() {}

  /**
   * @param container with all fields of all versions
   */
  static JsonNode of(JsonNode container, ApiVersion version) {
    if (!version.isAtLeast(52)) {
      return container;
    }
    JsonNode json = container.deepCopy();
    if (json.path("NetworkSettings") instanceof ObjectNode settings) {
      settings.remove(OLD_SETTINGS);
    }
    if (json.path("Config") instanceof ObjectNode config) {
      config.remove("MacAddress");
      if (config.path("OnBuild").isEmpty()) {
        config.remove("OnBuild");
      }
    }
    return json;
  }
}
