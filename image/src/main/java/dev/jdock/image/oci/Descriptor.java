package dev.jdock.image.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Names content by type, digest and size (OCI image-spec, descriptor.md).
 *
 * @param size in bytes
 * @param platform in an index, what the manifest is for
 */
public record Descriptor(String mediaType, Digest digest, long size, @Nullable Platform platform) {

  /** An operating system and a processor, as Go names them. */
  public record Platform(String os, String architecture, @Nullable String variant) {}

  public Descriptor {
    if (size < 0) {
      throw JdockException.invalid("invalid descriptor: size " + size);
    }
  }

  private static String plain(String mediaType) {
    // It is shown to users, and anybody may have written it.
    if (mediaType.chars().anyMatch(Character::isISOControl)) {
      throw JdockException.invalid("invalid descriptor: media type with control characters");
    }
    return mediaType;
  }

  public static Descriptor read(JsonNode node) {
    JsonNode platform = node.path("platform");
    return new Descriptor(
        plain(Json.text(node, "mediaType")),
        Digest.parse(Json.text(node, "digest")),
        node.path("size").asLong(-1),
        platform.isObject()
            ? new Platform(
                Json.text(platform, "os"),
                Json.text(platform, "architecture"),
                Json.textOrNull(platform, "variant"))
            : null);
  }

  public ObjectNode write() {
    ObjectNode node =
        Json.object()
            .put("mediaType", mediaType)
            .put("digest", digest.toString())
            .put("size", size);
    if (platform != null) {
      ObjectNode child = node.putObject("platform");
      child.put("architecture", platform.architecture()).put("os", platform.os());
      Json.putText(child, "variant", platform.variant());
    }
    return node;
  }
}
