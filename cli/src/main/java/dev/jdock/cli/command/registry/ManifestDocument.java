package dev.jdock.cli.command.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import dev.jdock.image.transfer.ConfigBlob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.StringJoiner;

/** Manifests of one repository as {@code manifest inspect} shows them: JSON without line breaks. */
final class ManifestDocument {
  /** An index may name any number of manifests of some MiB each. */
  private static final long MOST = 64L << 20;

  private final RemoteRepository remote;
  private final Reference name;

  ManifestDocument(RemoteRepository remote, Reference name) {
    this.remote = remote;
    this.name = name;
  }

  static boolean isIndex(RemoteManifest found) {
    String type = found.descriptor().mediaType();
    return type.equals(MediaTypes.OCI_INDEX) || type.equals(MediaTypes.DOCKER_LIST);
  }

  /** Of an index, what a Docker manifest list has room for. */
  static String list(RemoteManifest index) {
    ObjectNode list =
        Json.object().put("schemaVersion", 2).put("mediaType", index.descriptor().mediaType());
    ArrayNode members = list.putArray("manifests");
    for (JsonNode node : members(index)) {
      Descriptor member = Descriptor.read(node);
      members
          .addObject()
          .put("mediaType", member.mediaType())
          .put("size", member.size())
          .put("digest", member.digest().toString())
          .set("platform", platform(node.path("platform")));
    }
    return text(list);
  }

  private static JsonNode members(RemoteManifest index) {
    JsonNode members = Json.read(index.bytes(), "index").path("manifests");
    if (!members.isArray()) {
      throw JdockException.invalid("invalid index: no manifests in it");
    }
    return members;
  }

  /** A manifest with what is known of it; its platform is that of the image's configuration. */
  String of(RemoteManifest manifest) throws IOException {
    byte[] config = ConfigBlob.read(remote, Manifest.read(manifest.bytes()).config());
    return entry(name, manifest, platform(Json.read(config, "image config")));
  }

  /** Every manifest of an index, as an array. */
  String ofMembers(RemoteManifest index) {
    StringJoiner entries = new StringJoiner(",", "[", "]");
    long total = 0;
    for (JsonNode node : members(index)) {
      Descriptor member = Descriptor.read(node);
      total += member.size();
      if (total > MOST || total < 0) {
        throw JdockException.invalid("the manifests are larger than 64 MiB in all");
      }
      RemoteManifest manifest = remote.manifest(member.digest().toString());
      if (manifest.descriptor().size() != member.size()) {
        throw JdockException.invalid("manifest verification failed for digest " + member.digest());
      }
      if (isIndex(manifest)) {
        throw JdockException.invalid("unsupported manifest format: an index in an index");
      }
      Reference own =
          new Reference(name.registry(), name.repository(), name.tag(), member.digest());
      entries.add(entry(own, manifest, platform(node.path("platform"))));
    }
    return entries.toString();
  }

  private static String entry(Reference name, RemoteManifest manifest, ObjectNode platform) {
    ObjectNode entry = Json.object().put("Ref", name.toString());
    entry
        .putObject("Descriptor")
        .put("mediaType", manifest.descriptor().mediaType())
        .put("digest", manifest.descriptor().digest().toString())
        .put("size", manifest.descriptor().size())
        .set("platform", platform);
    entry.put("Raw", Base64.getEncoder().encodeToString(manifest.bytes()));
    boolean docker = manifest.descriptor().mediaType().equals(MediaTypes.DOCKER_MANIFEST);
    String start = text(entry);
    // The manifest goes in as it was written, which a tree might not keep.
    return start.substring(0, start.length() - 1)
        + (docker ? ",\"SchemaV2Manifest\":" : ",\"OCIManifest\":")
        + escaped(new String(manifest.bytes(), StandardCharsets.UTF_8))
        + "}";
  }

  /** From a member of an index, or from a configuration, where the names are the same. */
  private static ObjectNode platform(JsonNode from) {
    ObjectNode platform =
        Json.object()
            .put("architecture", from.path("architecture").asText(""))
            .put("os", from.path("os").asText(""));
    putText(platform, from, "os.version");
    if (from.path("os.features").isArray() && !from.path("os.features").isEmpty()) {
      platform.set("os.features", from.path("os.features"));
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

  private static String text(JsonNode json) {
    return escaped(new String(Json.bytes(json), StandardCharsets.UTF_8));
  }

  /** As Go's encoder does it for the sake of browsers; outside strings there are none of these. */
  private static String escaped(String json) {
    return json.replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
