package dev.jdock.image.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import java.util.List;

/** A list of manifests by platform: an OCI index or a Docker manifest list. */
public record Index(String mediaType, List<Descriptor> manifests) {
  public Index {
    manifests = List.copyOf(manifests);
  }

  public static Index read(byte[] bytes) {
    ObjectNode node = Json.read(bytes, "index");
    if (node.path("schemaVersion").asInt() != 2 || !node.path("manifests").isArray()) {
      throw JdockException.invalid("invalid index: not of schema version 2");
    }
    String mediaType = Json.text(node, "mediaType");
    return new Index(
        mediaType.isEmpty() ? MediaTypes.OCI_INDEX : mediaType,
        Manifest.descriptors(node.path("manifests")));
  }

  public byte[] write() {
    ObjectNode node = Json.object().put("schemaVersion", 2).put("mediaType", mediaType);
    ArrayNode array = node.putArray("manifests");
    manifests.forEach(manifest -> array.add(manifest.write()));
    return Json.bytes(node);
  }
}
