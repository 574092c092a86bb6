package dev.jdock.image.store;

import dev.jdock.image.content.BlobStore;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes images, and keeps those made elsewhere. Thread-safe: unpacking and flushing, which take
 * long, happen under leases alone, and the {@link ImageStore} is locked for the records only.
 */
final class ImageIntake {
  private final ImageStore store;
  private final BlobStore blobs;
  private final LayerStore layers;
  private final ImageRecords records;
  private final ImageViews views;
  private final Clock clock;

  ImageIntake(ImageStore store, ImageRecords records, ImageViews views, Clock clock) {
    this.store = store;
    this.blobs = store.blobs();
    this.layers = store.layers();
    this.records = records;
    this.views = views;
    this.clock = clock;
  }

  /** See {@link ImageStore#importArchive}. */
  Image importArchive(
      InputStream archive,
      @Nullable Reference name,
      String message,
      ImageConfig config,
      Descriptor.Platform platform) {
    try (LayerStore.Lease _ = store.keepLayers()) {
      Layer layer = layers.add(archive);
      Instant now = clock.instant();
      return create(
          new NewImage(
              config,
              List.of(layer.diffId()),
              List.of(new Image.History(now, "", message, false)),
              null,
              now,
              platform.architecture(),
              platform.os(),
              platform.variant(),
              "",
              message,
              name == null ? List.of() : List.of(name)),
          true);
    }
  }

  /** See {@link ImageStore#create}. */
  Image create(NewImage image, boolean flushed) {
    Digest parent = image.parent() == null ? null : Digest.parse(image.parent());
    return keep(image.document().write(), null, parent, image.tags(), flushed);
  }

  /**
   * Keeps an image whose layers the store holds.
   *
   * @param config its configuration, byte for byte
   * @param known its manifest, byte for byte; null for one that is to be made
   * @param parent the image it was made from, unless an equal one is there already
   * @param flushed whether to wait until its layers survive a power cut
   */
  Image keep(
      byte[] config,
      byte @Nullable [] known,
      @Nullable Digest parent,
      Collection<Reference> names,
      boolean flushed) {
    ImageDocument document = ImageDocument.read(config);
    document.checkDepth();
    // Another image of these layers may be removed before this one has them.
    try (LayerStore.Lease _ = store.keepLayers();
        LayerStore.Lease _ = layers.hold(document.diffIds())) {
      if (flushed) {
        layers.sync(document.diffIds());
      }
      synchronized (store) {
        Digest id = Digest.of(config);
        if (known == null && isNamed(id, names)) {
          // What a build comes to that changes nothing.
          ImageIndex next = records.index();
          for (Reference name : names) {
            next = next.withName(name.toString(), id, clock.instant());
          }
          records.remember(next);
          return views.image(id);
        }
        Digest _ = blobs.write(config);
        byte[] manifest =
            known == null ? manifest(id, config.length, document.diffIds()).write() : known;
        ImageIndex.Entry old = records.entry(id);
        Digest kept = old != null && known == null ? old.manifest() : blobs.write(manifest);
        Digest ancestor = old == null ? parent : old.parent();
        Instant tagged = old == null ? null : old.lastTagged();
        ImageIndex next =
            records.index().withImage(id, new ImageIndex.Entry(kept, ancestor, tagged));
        for (Reference name : names) {
          next = next.withName(name.toString(), id, clock.instant());
        }
        records.add(id, document, next);
        if (old != null) {
          records.removeManifest(old.manifest());
        }
        return views.image(id);
      }
    }
  }

  /** Whether an image is there, whole, and has all of these names. */
  private boolean isNamed(Digest id, Collection<Reference> names) {
    return records.contains(id)
        && blobs.contains(id)
        && names.stream().allMatch(name -> id.equals(records.index().names().get(name.toString())));
  }

  private Manifest manifest(Digest config, int size, List<Digest> diffIds) {
    return new Manifest(
        MediaTypes.OCI_MANIFEST,
        new Descriptor(MediaTypes.OCI_CONFIG, config, size, null),
        diffIds.stream()
            .map(layers::layer)
            .map(l -> new Descriptor(MediaTypes.OCI_LAYER, l.diffId(), l.tarSize(), null))
            .toList());
  }

  /** Writes a manifest for an image that has lost its own; the store is locked by the caller. */
  void renewManifest(Digest id) {
    ImageDocument document = records.document(id);
    ImageIndex.Entry old = records.entry(id);
    if (old == null) {
      throw JdockException.notFound("No such image: " + id);
    }
    blobs.remove(old.manifest());
    byte[] manifest = manifest(id, (int) blobs.size(id), document.diffIds()).write();
    Digest kept = blobs.write(manifest);
    records.write(
        records.index().withImage(id, new ImageIndex.Entry(kept, old.parent(), old.lastTagged())));
  }
}
