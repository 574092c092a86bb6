package dev.jdock.image.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.BuiltImage;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.NewImage;
import dev.jdock.image.transfer.PushForm;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An image whose documents are made.
 *
 * @param config byte for byte
 */
record FinishedImage(NewImage image, byte[] config) {

  /**
   * @param inlineCache whether its configuration tells which steps its layers are of
   */
  static FinishedImage of(BuiltImage built, boolean inlineCache) {
    byte[] config = built.image().document().write();
    return new FinishedImage(built.image(), inlineCache ? withCache(config, built) : config);
  }

  private static byte[] withCache(byte[] config, BuiltImage built) {
    SequencedMap<Digest, Descriptor> layers = new LinkedHashMap<>();
    for (Digest diffId : built.image().diffIds()) {
      layers.putIfAbsent(diffId, new Descriptor(MediaTypes.OCI_LAYER, diffId, 0, null));
    }
    // Numbers are those of the image's layers: with one layer twice, the first of both would do.
    if (layers.size() != built.image().diffIds().size()) {
      return config;
    }
    byte[] records = CacheDocument.of(CacheOutput.wanted(built, false), layers).writeRecords();
    ObjectNode node = Json.read(config, "image configuration");
    node.put(CacheInput.INLINE, Base64.getEncoder().encodeToString(records));
    return Json.bytes(node);
  }

  /** Whether nothing was added to its configuration. */
  boolean isPlain() {
    return Arrays.equals(config, image.document().write());
  }

  Digest id() {
    return Digest.of(config);
  }

  /**
   * A manifest of it.
   *
   * @param layers the blobs of its layers, lowest first
   * @param ociTypes null for the usual
   */
  Manifest manifest(
      List<Descriptor> layers, @Nullable Boolean ociTypes, SortedMap<String, String> annotations) {
    boolean docker = Boolean.FALSE.equals(ociTypes);
    return new Manifest(
        docker ? MediaTypes.DOCKER_MANIFEST : MediaTypes.OCI_MANIFEST,
        new Descriptor(
            docker ? MediaTypes.DOCKER_CONFIG : MediaTypes.OCI_CONFIG, id(), config.length, null),
        layers.stream().map(layer -> PushForm.layer(layer, docker)).toList(),
        annotations);
  }
}
