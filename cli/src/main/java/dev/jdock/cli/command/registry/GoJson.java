package dev.jdock.cli.command.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.oci.Json;
import java.nio.charset.StandardCharsets;

/** JSON without line breaks as Go's encoder writes it. */
final class GoJson {
  private GoJson() {}

  static String text(JsonNode json) {
    return escaped(new String(Json.bytes(json), StandardCharsets.UTF_8));
  }

  /** As it is done for the sake of browsers; outside strings there are none of these. */
  static String escaped(String json) {
    return json.replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
