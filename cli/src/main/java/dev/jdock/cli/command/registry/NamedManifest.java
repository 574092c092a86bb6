package dev.jdock.cli.command.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A manifest, what it is called and what it runs on, as {@code manifest inspect -v} shows it and
 * Docker's client keeps it in a file.
 *
 * @param platform with the keys that it has in an index
 */
record NamedManifest(Reference name, RemoteManifest manifest, ObjectNode platform) {
  /**
   * Reads the file of one.
   *
   * @throws JdockException INVALID for what is none, also where the manifest is not that of the
   *     digest
   */
  static NamedManifest read(byte[] file) {
    ObjectNode entry = Json.read(file, "manifest");
    Descriptor descriptor = Descriptor.read(entry.path("Descriptor"));
    byte[] raw = raw(entry.path("Raw"));
    if (!Digest.of(raw).equals(descriptor.digest()) || raw.length != descriptor.size()) {
      throw JdockException.invalid(
          "manifest verification failed for digest " + descriptor.digest());
    }
    return new NamedManifest(
        Reference.parse(entry.path("Ref").asText()),
        new RemoteManifest(descriptor, raw),
        platform(entry.path("Descriptor").path("platform")));
  }

  /** In base64; nothing where there is none, or something else. */
  private static byte[] raw(JsonNode text) {
    try {
      return text.isTextual() ? text.binaryValue() : new byte[0];
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** From a member of an index, or from a configuration, where the names are the same. */
  static ObjectNode platform(JsonNode from) {
    ObjectNode platform =
        Json.object()
            .put("architecture", from.path("architecture").asText(""))
            .put("os", from.path("os").asText(""));
    putText(platform, from, "os.version");
    if (from.path("os.features").isArray() && !from.path("os.features").isEmpty()) {
      platform.set("os.features", from.path("os.features").deepCopy());
    }
    putText(platform, from, "variant");
    return platform;
  }

  private static void putText(ObjectNode platform, JsonNode from, String key) {
    String text = from.path(key).asText("");
    if (!text.isEmpty()) {
      platform.put(key, text);
    }
  }

  String os() {
    return platform.path("os").asText();
  }

  String architecture() {
    return platform.path("architecture").asText();
  }

  /** JSON, with the manifest's own blanks in it. */
  String text() {
    ObjectNode entry = Json.object().put("Ref", name.toString());
    Descriptor descriptor = manifest.descriptor();
    entry
        .putObject("Descriptor")
        .put("mediaType", descriptor.mediaType())
        .put("digest", descriptor.digest().toString())
        .put("size", descriptor.size())
        .set("platform", platform);
    entry.put("Raw", manifest.bytes());
    String start = GoJson.text(entry);
    boolean docker = descriptor.mediaType().equals(MediaTypes.DOCKER_MANIFEST);
    // The manifest goes in as it was written, which a tree might not keep.
    return start.substring(0, start.length() - 1)
        + (docker ? ",\"SchemaV2Manifest\":" : ",\"OCIManifest\":")
        + GoJson.escaped(new String(manifest.bytes(), StandardCharsets.UTF_8))
        + "}";
  }

  /** An array of them. */
  static String text(List<NamedManifest> manifests) {
    return manifests.stream().map(NamedManifest::text).collect(Collectors.joining(",", "[", "]"));
  }
}
