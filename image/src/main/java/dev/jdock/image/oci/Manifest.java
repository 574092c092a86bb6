package dev.jdock.image.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.List;

/**
 * An image manifest, OCI or Docker schema 2. The digest is that of the bytes it was read from,
 * which have to be stored unchanged.
 *
 * @param layers lowest first
 */
public record Manifest(String mediaType, Descriptor config, List<Descriptor> layers) {
  public Manifest {
    layers = List.copyOf(layers);
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
        descriptors(node.path("layers")));
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
    return Json.bytes(node);
  }
}
