package dev.jdock.image.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.ForeignResults;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Results of steps as BuildKit writes them down (cache/remotecache/v1): records of steps by their
 * keys, which refer to layers by number. The keys are jdock's own, and a result is the step's own
 * layer, not those below it. A record of a step that changed nothing has no layer, but a time.
 */
record CacheDocument(List<Layer> layers, List<Entry> records) {
  static final String MEDIA_TYPE = "application/vnd.buildkit.cacheconfig.v0";

  /** A layer and the blob it is in. */
  record Layer(Descriptor blob, Digest diffId) {}

  /**
   * A step.
   *
   * @param layer its number in the list of layers; null when it changed nothing
   */
  record Entry(Digest key, @Nullable Integer layer, Instant created) {}

  /** Of results, whose layers are in the blobs given. */
  static CacheDocument of(
      SequencedMap<Digest, ForeignResults.Result> results, SequencedMap<Digest, Descriptor> blobs) {
    List<Layer> layers = new ArrayList<>();
    Map<Digest, Integer> numbers = new HashMap<>();
    blobs.forEach((diffId, blob) -> {
      numbers.put(diffId, layers.size());
      layers.add(new Layer(blob, diffId));
    });
    List<Entry> records = new ArrayList<>();
    results.forEach((key, result) -> {
      Integer number = result.layer() == null ? null : numbers.get(result.layer());
      if (result.layer() == null || number != null) {
        records.add(new Entry(key, number, result.created()));
      }
    });
    return new CacheDocument(layers, records);
  }

  /** As a blob of its own. */
  byte[] write() {
    ObjectNode node = Json.object();
    ArrayNode array = node.putArray("layers");
    for (Layer layer : layers) {
      ObjectNode each = array.addObject().put("blob", layer.blob().digest().toString());
      // In its absence BuildKit reads 0, the first layer.
      each.put("parent", -1)
          .putObject("annotations")
          .put("mediaType", layer.blob().mediaType())
          .put("diffID", layer.diffId().toString())
          .put("size", layer.blob().size())
          .put("createdAt", Instant.EPOCH.toString());
    }
    node.set("records", recordsNode());
    return Json.bytes(node);
  }

  /** Without the layers, which are those of the image that it is in. */
  byte[] writeRecords() {
    return Json.bytes(recordsNode());
  }

  private ArrayNode recordsNode() {
    ArrayNode array = Json.array();
    for (Entry entry : records) {
      ObjectNode node = array.addObject().put("digest", entry.key().toString());
      if (entry.layer() == null) {
        node.put("createdAt", entry.created().toString());
      } else {
        node.putArray("layers")
            .addObject()
            .put("layer", entry.layer())
            .put("createdAt", entry.created().toString());
      }
    }
    return array;
  }

  /**
   * Reads what {@link #write} or BuildKit has written; BuildKit's own keys are of no use here, but
   * do no harm.
   */
  static CacheDocument read(byte[] bytes) {
    ObjectNode node = Json.read(bytes, "cache config");
    List<Layer> layers = new ArrayList<>();
    for (JsonNode each : node.path("layers")) {
      JsonNode annotations = each.path("annotations");
      layers.add(
          new Layer(
              new Descriptor(
                  annotations.path("mediaType").asText(),
                  Digest.parse(each.path("blob").asText()),
                  annotations.path("size").asLong(),
                  null),
              Digest.parse(annotations.path("diffID").asText())));
    }
    return new CacheDocument(layers, entries(node.path("records"), layers.size()));
  }

  /**
   * @param layers of the image that the records are in
   */
  static CacheDocument readRecords(byte[] bytes, List<Layer> layers) {
    return new CacheDocument(layers, entries(Json.tree(bytes, "cache records"), layers.size()));
  }

  private static List<Entry> entries(JsonNode array, int layers) {
    List<Entry> result = new ArrayList<>();
    for (JsonNode node : array) {
      if (!Digest.isDigest(node.path("digest").asText()) || node.has("inputs")) {
        continue;
      }
      Digest key = Digest.parse(node.path("digest").asText());
      JsonNode first = node.path("layers").path(0);
      if (first.isMissingNode()) {
        time(node).ifPresent(created -> result.add(new Entry(key, null, created)));
        continue;
      }
      int number = first.path("layer").asInt(-1);
      if (number < 0 || number >= layers) {
        throw JdockException.invalid("invalid cache config: no layer " + number);
      }
      time(first).ifPresent(created -> result.add(new Entry(key, number, created)));
    }
    return result;
  }

  private static Optional<Instant> time(JsonNode node) {
    try {
      return Optional.of(OffsetDateTime.parse(node.path("createdAt").asText()).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** By their keys. */
  Map<Digest, Entry> byKey() {
    Map<Digest, Entry> result = new LinkedHashMap<>();
    records.forEach(each -> result.putIfAbsent(each.key(), each));
    return result;
  }
}
