package dev.jdock.image.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.archive.OciFolder;
import dev.jdock.image.build.CachePlace;
import dev.jdock.image.build.ForeignResults;
import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Bounded;
import dev.jdock.image.layer.Compression;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.oci.Index;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import dev.jdock.image.store.Layer;
import dev.jdock.image.store.LayerStore;
import dev.jdock.image.transfer.ConfigBlob;
import dev.jdock.image.transfer.PlatformChoice;
import dev.jdock.image.transfer.PullImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds results of steps that other builders have left. Their layers are fetched at need. */
final class CacheInput {
  /** Where BuildKit keeps a cache in the configuration of an image. */
  static final String INLINE = "moby.buildkit.cache.v0";

  private static final long RATIO = 200;
  private static final long ALWAYS_ALLOWED = 1L << 30;
  private static final long STEP = 16L << 20;

  private final PullImage pull;
  private final LayerStore layers;
  private final Repositories repositories;

  CacheInput(PullImage pull, LayerStore layers, Repositories repositories) {
    this.pull = pull;
    this.layers = layers;
    this.repositories = repositories;
  }

  /**
   * Reads what is there, without its layers.
   *
   * @throws JdockException for what is not there, or no cache
   */
  ForeignResults open(CachePlace place, Platform platform, Access access) throws IOException {
    return switch (place) {
      case CachePlace.Registry registry -> registry(registry, platform, access);
      case CachePlace.Folder folder -> folder(folder);
      case CachePlace.Inline _ -> throw new IllegalArgumentException("as a source, a registry's");
    };
  }

  private ForeignResults registry(CachePlace.Registry place, Platform platform, Access access)
      throws IOException {
    Reference name = Reference.parse(place.reference());
    RemoteRepository remote = repositories.open(name, access, place.insecure());
    Digest digest = name.digest();
    RemoteManifest found =
        remote.manifest(digest == null ? String.valueOf(name.tag()) : digest.toString());
    CacheDocument document =
        document(
            found.descriptor().mediaType(),
            found.bytes(),
            platform,
            new Documents() {
              @Override
              public byte[] blob(Descriptor blob) throws IOException {
                return ConfigBlob.read(remote, blob);
              }

              @Override
              public RemoteManifest manifest(Descriptor manifest) {
                return remote.manifest(manifest.digest().toString());
              }
            });
    return results(document, layer -> pull.fetchLayer(remote, layer.blob(), layer.diffId()));
  }

  private ForeignResults folder(CachePlace.Folder place) throws IOException {
    if (!Files.isDirectory(place.path())) {
      throw JdockException.notFound("could not read " + place.shown() + ": no such directory");
    }
    OciFolder folder = OciFolder.open(place.path());
    Digest digest = place.digest();
    if (digest == null) {
      digest =
          folder
              .find(place.tag())
              .map(Descriptor::digest)
              .orElseThrow(() -> JdockException.notFound("no digest found for tag " + place.tag()));
    }
    byte[] bytes = folder.document(digest);
    String type = Json.read(bytes, "manifest").path("mediaType").asText();
    CacheDocument document =
        document(
            type,
            bytes,
            Platform.local(),
            new Documents() {
              @Override
              public byte[] blob(Descriptor blob) throws IOException {
                return folder.document(blob.digest());
              }

              @Override
              public RemoteManifest manifest(Descriptor manifest) throws IOException {
                return new RemoteManifest(manifest, folder.document(manifest.digest()));
              }
            });
    return results(document, layer -> unpack(folder, layer));
  }

  /** Reads the documents of a cache, wherever it is. */
  private interface Documents {
    byte[] blob(Descriptor blob) throws IOException;

    RemoteManifest manifest(Descriptor manifest) throws IOException;
  }

  private static CacheDocument document(
      String type, byte[] bytes, Platform platform, Documents documents) throws IOException {
    if (type.equals(MediaTypes.OCI_INDEX) || type.equals(MediaTypes.DOCKER_LIST)) {
      Index index = Index.read(bytes);
      for (Descriptor each : index.manifests()) {
        if (each.mediaType().equals(CacheDocument.MEDIA_TYPE)) {
          return CacheDocument.read(documents.blob(each));
        }
      }
      Descriptor chosen = PlatformChoice.choose(index, platform);
      RemoteManifest image = documents.manifest(chosen);
      return document(image.descriptor().mediaType(), image.bytes(), platform, documents);
    }
    Manifest manifest = Manifest.read(bytes);
    byte[] config = documents.blob(manifest.config());
    return manifest.config().mediaType().equals(CacheDocument.MEDIA_TYPE)
        ? CacheDocument.read(config)
        : inline(manifest, config);
  }

  private static CacheDocument inline(Manifest manifest, byte[] config) {
    JsonNode inline = Json.read(config, "image configuration").path(INLINE);
    ImageDocument image = ImageDocument.read(config);
    if (!inline.isTextual() || image.diffIds().size() != manifest.layers().size()) {
      return new CacheDocument(List.of(), List.of());
    }
    List<CacheDocument.Layer> layers = new ArrayList<>();
    for (int i = 0; i < image.diffIds().size(); i++) {
      layers.add(new CacheDocument.Layer(manifest.layers().get(i), image.diffIds().get(i)));
    }
    try {
      return CacheDocument.readRecords(Base64.getDecoder().decode(inline.asText()), layers);
    } catch (IllegalArgumentException e) {
      throw new JdockException(JdockException.Kind.INVALID, "invalid inline cache", e);
    }
  }

  /** Brings one layer into the store. */
  private interface Fetch {
    void fetch(CacheDocument.Layer layer) throws InterruptedException;
  }

  private ForeignResults results(CacheDocument document, Fetch fetch) {
    Map<Digest, CacheDocument.Entry> byKey = document.byKey();
    return key -> {
      CacheDocument.Entry entry = byKey.get(key);
      if (entry == null) {
        return Optional.empty();
      }
      if (entry.layer() == null) {
        return Optional.of(new ForeignResults.Result(null, entry.created()));
      }
      CacheDocument.Layer layer = document.layers().get(entry.layer());
      if (layers.find(layer.diffId()).isEmpty()) {
        fetch.fetch(layer);
      }
      return Optional.of(new ForeignResults.Result(layer.diffId(), entry.created()));
    };
  }

  private void unpack(OciFolder folder, CacheDocument.Layer layer) {
    try (InputStream file = folder.open(layer.blob());
        InputStream tar =
            new Bounded(Compression.uncompressed(file), STEP, count -> checkSize(layer, count))) {
      Layer _ = layers.add(tar, made -> check(layer, made));
    } catch (IOException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "cannot read layer " + layer.blob().digest(), e);
    }
  }

  private void checkSize(CacheDocument.Layer layer, long count) {
    if (count > Math.max(ALWAYS_ALLOWED, RATIO * layer.blob().size())) {
      throw JdockException.invalid("layer " + layer.blob().digest() + " expands too far: refused");
    }
    layers.checkSpace();
  }

  private static void check(CacheDocument.Layer wanted, Layer made) {
    if (!made.diffId().equals(wanted.diffId())) {
      throw JdockException.invalid(
          "layer %s is %s, not %s"
              .formatted(wanted.blob().digest(), made.diffId(), wanted.diffId()));
    }
  }
}
