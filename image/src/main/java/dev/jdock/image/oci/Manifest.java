package dev.jdock.image.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image manifest, OCI or Docker schema 2. The digest is that of the bytes it was read from,
 * which have to be stored unchanged.
 *
 * @param layers lowest first
 * @param annotations what its maker says about it
 */
public record Manifest(
    String mediaType,
    Descriptor config,
    List<Descriptor> layers,
    SortedMap<String, String> annotations) {
  public Manifest {
    layers = List.copyOf(layers);
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /** Without annotations. */
  public Manifest(String mediaType, Descriptor config, List<Descriptor> layers) {
    this(mediaType, config, layers, new TreeMap<>());
  }

  public static Manifest read(byte[] bytes) {
    ObjectNode node = Json.read(bytes, "manifest");
    if (node.path("schemaVersion").asInt() != 2) {
      throw JdockException.invalid("invalid manifest: not of schema version 2");
    }
    if (!node.path("config").isObject()) {
      throw JdockException.invalid("invalid manifest: no config");
    }
    String mediaType = Json.text(node, "mediaType");
    return new Manifest(
        mediaType.isEmpty() ? MediaTypes.OCI_MANIFEST : mediaType,
        Descriptor.read(node.path("config")),
        descriptors(node.path("layers")),
        annotations(node.path("annotations")));
  }

  private static SortedMap<String, String> annotations(JsonNode object) {
    SortedMap<String, String> result = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      result.put(each.getKey(), each.getValue().asText());
    }
    return result;
  }

  static List<Descriptor> descriptors(JsonNode array) {
    List<Descriptor> descriptors = new ArrayList<>();
    array.forEach(node -> descriptors.add(Descriptor.read(node)));
    return descriptors;
  }

  public byte[] write() {
    ObjectNode node = Json.object().put("schemaVersion", 2).put("mediaType", mediaType);
    node.set("config", config.write());
    ArrayNode array = node.putArray("layers");
    layers.forEach(layer -> array.add(layer.write()));
    if (!annotations.isEmpty()) {
      annotations.forEach(node.putObject("annotations")::put);
    }
    return Json.bytes(node);
  }
}
