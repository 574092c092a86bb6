package dev.jdock.image.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.archive.BuiltArchive;
import dev.jdock.image.archive.OciFolder;
import dev.jdock.image.build.BuiltImage;
import dev.jdock.image.build.CachePlace;
import dev.jdock.image.build.ForeignResults;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.transfer.LayerPacking;
import dev.jdock.image.transfer.PushImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Brings the results of a build's steps to where other builders find them: layers, the document
 * that says which steps they are of, and a manifest of both, which any registry takes.
 */
final class CacheOutput {
  private final LayerPacking packing;
  private final PushImage push;
  private final Repositories repositories;

  CacheOutput(LayerPacking packing, PushImage push, Repositories repositories) {
    this.packing = packing;
    this.push = push;
    this.repositories = repositories;
  }

  /**
   * @param parts receives a line for each thing that is done
   */
  void write(CachePlace place, BuiltImage built, Access access, Consumer<String> parts)
      throws IOException, InterruptedException {
    switch (place) {
      case CachePlace.Registry registry -> {
        Reference name = Reference.parse(registry.reference());
        RemoteRepository remote = repositories.open(name, access, registry.insecure());
        write(registry.extent(), built, new InRegistry(remote, name), parts);
      }
      case CachePlace.Folder folder -> {
        Files.createDirectories(folder.path());
        try (OciFolder layout = OciFolder.create(folder.path())) {
          write(folder.extent(), built, new InFolder(layout, folder.tag()), parts);
        }
      }
      case CachePlace.Inline _ -> throw new IllegalArgumentException("a part of the image");
    }
  }

  private static void write(
      CachePlace.Extent extent, BuiltImage built, Target target, Consumer<String> parts)
      throws IOException, InterruptedException {
    SequencedMap<Digest, ForeignResults.Result> results = wanted(built, extent.all());
    Set<Digest> layers = new HashSet<>();
    results.values().forEach(r -> Optional.ofNullable(r.layer()).ifPresent(layers::add));
    if (layers.isEmpty()) {
      parts.accept("skipping cache export for empty result");
      return;
    }
    SequencedMap<Digest, Descriptor> blobs =
        target.layers(List.copyOf(layers.stream().sorted().toList()), extent, parts);
    byte[] config = CacheDocument.of(results, blobs).write();
    Descriptor configBlob =
        new Descriptor(CacheDocument.MEDIA_TYPE, Digest.of(config), config.length, null);
    parts.accept("writing config " + configBlob.digest());
    target.blob(configBlob, config);
    byte[] manifest =
        extent.asIndex()
            ? index(blobs, configBlob)
            : new Manifest(MediaTypes.OCI_MANIFEST, configBlob, List.copyOf(blobs.values()))
                .write();
    String type = extent.asIndex() ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
    parts.accept(
        (extent.asIndex() ? "writing cache manifest " : "writing cache image manifest ")
            + Digest.of(manifest));
    target.name(type, manifest);
  }

  /** As BuildKit wrote caches first: some registries do not take an index of layers. */
  private static byte[] index(Map<Digest, Descriptor> blobs, Descriptor config) {
    ObjectNode node = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
    ArrayNode array = node.putArray("manifests");
    blobs.values().forEach(blob -> array.add(blob.write()));
    array.add(config.write());
    return Json.bytes(node);
  }

  /** All results, or those that made a layer of the image, and those that changed nothing. */
  static SequencedMap<Digest, ForeignResults.Result> wanted(BuiltImage built, boolean all) {
    Set<Digest> own = new HashSet<>(built.image().diffIds());
    SequencedMap<Digest, ForeignResults.Result> results = new LinkedHashMap<>();
    built
        .results()
        .forEach((key, result) -> {
          if (all || result.layer() == null || own.contains(result.layer())) {
            results.put(key, result);
          }
        });
    return results;
  }

  /** Where a cache goes. */
  private interface Target {
    /** Brings layers there; by diffID, in the order given. */
    SequencedMap<Digest, Descriptor> layers(
        List<Digest> diffIds, CachePlace.Extent extent, Consumer<String> parts)
        throws IOException, InterruptedException;

    void blob(Descriptor blob, byte[] content) throws IOException;

    void name(String mediaType, byte[] manifest) throws IOException;
  }

  private final class InRegistry implements Target {
    private final RemoteRepository remote;
    private final Reference name;

    InRegistry(RemoteRepository remote, Reference name) {
      this.remote = remote;
      this.name = name;
    }

    @Override
    public SequencedMap<Digest, Descriptor> layers(
        List<Digest> diffIds, CachePlace.Extent extent, Consumer<String> parts)
        throws IOException, InterruptedException {
      Map<Digest, Descriptor> sent = push.pushLayers(remote, diffIds, extent.form(), _ -> {});
      SequencedMap<Digest, Descriptor> result = new LinkedHashMap<>();
      for (Digest diffId : diffIds) {
        Optional.ofNullable(sent.get(diffId))
            .ifPresent(blob -> {
              parts.accept("writing layer " + blob.digest());
              result.put(diffId, blob);
            });
      }
      return result;
    }

    @Override
    public void blob(Descriptor blob, byte[] content) throws IOException {
      if (!remote.hasBlob(blob.digest())) {
        remote.upload(blob, () -> new ByteArrayInputStream(content), _ -> {});
      }
    }

    @Override
    public void name(String mediaType, byte[] manifest) {
      Digest digest = name.digest();
      String tag = digest == null ? String.valueOf(name.tag()) : digest.toString();
      Descriptor _ = remote.putManifest(tag, mediaType, manifest);
    }
  }

  private final class InFolder implements Target {
    private final OciFolder layout;
    private final String tag;

    InFolder(OciFolder layout, String tag) {
      this.layout = layout;
      this.tag = tag;
    }

    @Override
    public SequencedMap<Digest, Descriptor> layers(
        List<Digest> diffIds, CachePlace.Extent extent, Consumer<String> parts)
        throws IOException, InterruptedException {
      SequencedMap<Digest, Descriptor> result = new LinkedHashMap<>();
      for (Digest diffId : diffIds) {
        try (LayerPacking.Packed packed = packing.pack(diffId, extent.form(), _ -> {})) {
          parts.accept("writing layer " + packed.descriptor().digest());
          layout.put(packed.descriptor(), packed::open);
          result.put(diffId, packed.descriptor());
        }
      }
      return result;
    }

    @Override
    public void blob(Descriptor blob, byte[] content) throws IOException {
      layout.put(blob, () -> new ByteArrayInputStream(content));
    }

    @Override
    public void name(String mediaType, byte[] manifest) throws IOException {
      Descriptor blob = new Descriptor(mediaType, Digest.of(manifest), manifest.length, null);
      blob(blob, manifest);
      layout.keep(List.of(BuiltArchive.tagged(blob, tag)));
    }
  }
}
