package dev.jdock.image.transfer;

import dev.jdock.image.layer.LayerForm;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * In which form an image goes to a registry.
 *
 * @param ociTypes whether its documents and layers have OCI's media types, not Docker's; null for
 *     those that it has
 * @param annotations of its manifest, besides those that it has
 * @param byDigest whether it gets no tag
 */
public record PushForm(
    LayerForm layers,
    @Nullable Boolean ociTypes,
    SortedMap<String, String> annotations,
    boolean byDigest) {

  /** As {@code push} sends it. */
  public static final PushForm USUAL = new PushForm(LayerForm.USUAL, null, new TreeMap<>(), false);

  /** The manifest that the image came with, if it fits; else one of its kind. */
  byte[] manifest(byte[] known, List<Descriptor> layers, Digest config, int configSize) {
    Manifest old = Manifest.read(known);
    SortedMap<String, String> all = new TreeMap<>(old.annotations());
    all.putAll(annotations);
    boolean zstd = layers.stream().anyMatch(each -> each.mediaType().contains("zstd"));
    boolean wasDocker = old.mediaType().equals(MediaTypes.DOCKER_MANIFEST);
    boolean docker = (ociTypes == null ? wasDocker : !ociTypes) && !zstd;
    List<Digest> digests = layers.stream().map(Descriptor::digest).toList();
    if (old.layers().stream().map(Descriptor::digest).toList().equals(digests)
        && docker == wasDocker
        && all.equals(old.annotations())) {
      return known;
    }
    return new Manifest(
            docker ? MediaTypes.DOCKER_MANIFEST : MediaTypes.OCI_MANIFEST,
            new Descriptor(
                docker ? MediaTypes.DOCKER_CONFIG : MediaTypes.OCI_CONFIG,
                config,
                configSize,
                null),
            layers.stream().map(layer -> layer(layer, docker)).toList(),
            all)
        .write();
  }

  /** Documents of one kind name their layers in its words. */
  public static Descriptor layer(Descriptor layer, boolean docker) {
    String type = layer.mediaType();
    String own =
        type.endsWith("zstd")
            ? MediaTypes.OCI_LAYER_ZSTD
            : type.endsWith("gzip")
                ? docker ? MediaTypes.DOCKER_LAYER_GZIP : MediaTypes.OCI_LAYER_GZIP
                : docker ? MediaTypes.DOCKER_LAYER : MediaTypes.OCI_LAYER;
    return new Descriptor(own, layer.digest(), layer.size(), null);
  }
}
