package dev.jdock.image.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.content.RecordVersion;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A form in which registries keep a layer, compressed or not.
 *
 * @param repositories in full ({@code docker.io/library/debian}) where it has been seen, latest
 *     first
 */
public record LayerBlob(Descriptor descriptor, List<String> repositories) {
  private static final int VERSION = 1;
  private static final int MOST_BLOBS = 8;
  private static final int MOST_REPOSITORIES = 16;

  public LayerBlob {
    repositories = List.copyOf(repositories);
  }

  /** The most recently seen come first; the oldest are dropped. */
  static List<LayerBlob> with(List<LayerBlob> known, Descriptor blob, String repository) {
    List<String> repositories = new ArrayList<>(List.of(repository));
    List<LayerBlob> result = new ArrayList<>();
    for (LayerBlob old : known) {
      if (old.descriptor.digest().equals(blob.digest())) {
        old.repositories.stream().filter(r -> !r.equals(repository)).forEach(repositories::add);
      } else if (result.size() < MOST_BLOBS - 1) {
        result.add(old);
      }
    }
    int count = Math.min(repositories.size(), MOST_REPOSITORIES);
    Descriptor plain = new Descriptor(blob.mediaType(), blob.digest(), blob.size(), null);
    result.addFirst(new LayerBlob(plain, repositories.subList(0, count)));
    return result;
  }

  static List<LayerBlob> readAll(byte[] bytes) {
    List<LayerBlob> result = new ArrayList<>();
    ObjectNode root = Json.read(bytes, "list of blobs");
    RecordVersion.check(root, VERSION);
    for (JsonNode node : root.path("blobs")) {
      List<String> repositories = new ArrayList<>();
      node.path("repositories").forEach(each -> repositories.add(each.asText()));
      result.add(new LayerBlob(Descriptor.read(node), repositories));
    }
    return result;
  }

  static byte[] writeAll(List<LayerBlob> blobs) {
    ObjectNode root = Json.object().put(RecordVersion.FIELD, VERSION);
    ArrayNode array = root.putArray("blobs");
    for (LayerBlob blob : blobs) {
      ObjectNode node = blob.descriptor.write();
      node.set("repositories", Json.array(blob.repositories));
      array.add(node);
    }
    return Json.bytes(root);
  }
}
