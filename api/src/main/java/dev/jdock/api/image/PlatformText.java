package dev.jdock.api.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.json.Fields;

/** Platforms: {@code linux/arm64/v8}, or {@code {"os":"linux","architecture":"arm64"}}. */
final class PlatformText {
  private PlatformText() {}

  /** In the first form. */
  static String of(String text) {
    if (!text.startsWith("{")) {
      return text;
    }
    try {
      JsonNode json = Json.mapper().readTree(text);
      Fields platform = Fields.of(json);
      String variant = platform.text("variant");
      return platform.text("os")
          + "/"
          + platform.text("architecture")
          + (variant.isEmpty() ? "" : "/" + variant);
    } catch (JsonProcessingException e) {
      throw HttpFailure.badRequest("failed to parse platform");
    }
  }
}
