package dev.jdock.api.buildkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.http.Json;
import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The option {@code cache-imports}: {@code [{"Type":"registry","Attrs":{"ref":"x"}}]}. */
final class CacheImports {
  private CacheImports() {}

  /** The attributes of each, and its {@code type} among them. */
  static List<Map<String, String>> read(String text) {
    List<Map<String, String>> imports = new ArrayList<>();
    if (text.isEmpty()) {
      return imports;
    }
    try {
      for (JsonNode entry : Json.mapper().readTree(text)) {
        Map<String, String> attributes = new HashMap<>();
        for (Map.Entry<String, JsonNode> attribute : entry.path("Attrs").properties()) {
          attributes.put(attribute.getKey(), attribute.getValue().asText());
        }
        attributes.put("type", entry.path("Type").asText());
        imports.add(attributes);
      }
      return imports;
    } catch (JsonProcessingException e) {
      throw JdockException.invalid("failed to unmarshal cache-imports");
    }
  }
}
