package dev.jdock.cli.command.buildx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.bake.PlanText;
import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.transfer.ConfigBlob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An index of images that registries have, as buildx combines it; each image is in it once. */
final class RemoteIndex {
  private static final String REFERS_TO = "vnd.docker.reference.digest";

  private final Map<String, ObjectNode> members = new LinkedHashMap<>();
  private final ObjectNode annotations = Json.object();
  // An index of Docker's older form has only members of such, and no annotations.
  private boolean oci;

  void add(RemoteSources.Source source) throws IOException {
    if (source.manifest().isIndex()) {
      oci |= source.manifest().descriptor().mediaType().equals(MediaTypes.OCI_INDEX);
      for (JsonNode member : Json.read(source.manifest().bytes(), "index").path("manifests")) {
        add((ObjectNode) member);
      }
    } else {
      add(described(source));
    }
  }

  private void add(ObjectNode member) {
    members.putIfAbsent(member.path("digest").asText(), member);
    String type = member.path("mediaType").asText();
    oci |= !type.equals(MediaTypes.DOCKER_MANIFEST) && !type.equals(MediaTypes.DOCKER_LIST);
  }

  /** A manifest alone does not say which platform it is for, but its configuration does. */
  private static ObjectNode described(RemoteSources.Source source) throws IOException {
    Descriptor descriptor = source.manifest().descriptor();
    ObjectNode node =
        Json.object()
            .put("mediaType", descriptor.mediaType())
            .put("digest", descriptor.digest().toString())
            .put("size", descriptor.size());
    Descriptor blob = Manifest.read(source.manifest().bytes()).config();
    JsonNode config = Json.read(ConfigBlob.read(source.from(), blob), "config");
    if (config.path("os").isTextual() && config.path("architecture").isTextual()) {
      ObjectNode platform = node.putObject("platform");
      platform.put("architecture", config.path("architecture").asText());
      platform.put("os", config.path("os").asText());
      if (config.path("variant").isTextual()) {
        platform.put("variant", config.path("variant").asText());
      }
    }
    return node;
  }

  /** Refuses an image alone that is for none of these platforms. */
  void requireOneOf(List<Platform> platforms) {
    for (ObjectNode member : members.values()) {
      if (platforms.stream().noneMatch(platform -> isFor(member, platform))) {
        JsonNode platform = member.path("platform");
        throw JdockException.invalid(
            "input platform "
                + platform.path("os").asText()
                + "/"
                + platform.path("architecture").asText()
                + " does not match any of the provided platforms");
      }
    }
  }

  /** Leaves the images of these platforms, and what is said of them. */
  void keep(List<Platform> platforms) {
    if (platforms.isEmpty()) {
      return;
    }
    Set<String> kept = new HashSet<>();
    members.forEach((digest, member) -> {
      if (platforms.stream().anyMatch(platform -> isFor(member, platform))) {
        kept.add(digest);
      }
    });
    members
        .values()
        .removeIf(member ->
            !kept.contains(member.path("digest").asText())
                && !kept.contains(member.path("annotations").path(REFERS_TO).asText()));
    if (kept.isEmpty()) {
      throw JdockException.notFound("none of the manifests match the provided platforms");
    }
  }

  private static boolean isFor(JsonNode member, Platform platform) {
    JsonNode described = member.path("platform");
    return described.path("os").asText().equals(platform.os())
        && described.path("architecture").asText().equals(platform.architecture())
        && (platform.variant() == null
            || described.path("variant").asText().equals(platform.variant()));
  }

  void annotate(List<RemoteAnnotation> wanted) {
    for (RemoteAnnotation each : wanted) {
      if (each.ofIndex()) {
        annotations.put(each.key(), each.value());
        continue;
      }
      for (ObjectNode member : members.values()) {
        Platform platform = each.platform();
        if (platform == null || isFor(member, platform)) {
          member.withObject("annotations").put(each.key(), each.value());
        }
      }
    }
  }

  String mediaType() {
    return oci ? MediaTypes.OCI_INDEX : MediaTypes.DOCKER_LIST;
  }

  byte[] bytes() {
    ObjectNode index = Json.object().put("schemaVersion", 2).put("mediaType", mediaType());
    ArrayNode array = index.putArray("manifests");
    new ArrayList<>(members.values()).forEach(member -> array.add(ordered(member)));
    if (oci && !annotations.isEmpty()) {
      index.set("annotations", annotations);
    }
    return PlanText.pretty(index).getBytes(StandardCharsets.UTF_8);
  }

  /** The fields in the order that Go's writer of descriptors has. */
  private ObjectNode ordered(ObjectNode member) {
    ObjectNode node = Json.object();
    for (String field : List.of("mediaType", "digest", "size", "annotations", "platform")) {
      if (member.has(field) && (oci || !field.equals("annotations"))) {
        node.set(field, member.get(field));
      }
    }
    member.properties().stream()
        .filter(field -> !node.has(field.getKey()) && !field.getKey().equals("annotations"))
        .forEach(field -> node.set(field.getKey(), field.getValue()));
    return node;
  }
}
