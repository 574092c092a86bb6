package dev.jdock.image.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.archive.BuiltArchive;
import dev.jdock.image.archive.OciFolder;
import dev.jdock.image.build.BuildOutput;
import dev.jdock.image.build.ImageForm;
import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.NewImage;
import dev.jdock.image.transfer.LayerPacking;
import dev.jdock.image.transfer.PushForm;
import dev.jdock.image.transfer.PushImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings an image into the store, registries, archives and folders. */
final class ImageOutput {
  private static final String CREATED = "org.opencontainers.image.created";

  private final ImageStore store;
  private final LayerPacking packing;
  private final PushImage push;
  private final Repositories repositories;

  ImageOutput(ImageStore store, LayerPacking packing, PushImage push, Repositories repositories) {
    this.store = store;
    this.packing = packing;
    this.push = push;
    this.repositories = repositories;
  }

  /** The image in the store, and in registries if that is asked for. */
  void store(
      BuildOutput.Stored output,
      FinishedImage image,
      @Nullable Attestation attestation,
      List<Reference> names,
      Access access,
      Consumer<String> parts,
      ObjectNode receipt)
      throws InterruptedException {
    BuildOutput.Push wanted = output.push();
    boolean tagged = output.kept() && (wanted == null || !wanted.byDigest());
    boolean there = store.tryFind(image.id().toString()).isPresent();
    List<Reference> own = tagged ? names : List.of();
    byte[] manifest = manifest(output, image);
    Image stored =
        manifest == null && image.isPlain()
            ? store.createUnflushed(image.image().withTags(own))
            : store.installUnflushed(image.config(), manifest, own);
    parts.accept("writing image " + stored.id());
    if (tagged) {
      names.forEach(name -> parts.accept("naming to " + name));
    }
    Digest digest = Digest.parse(stored.id());
    try {
      if (wanted != null) {
        for (Reference name : names) {
          digest = send(output, wanted, stored, attestation, names, name, access, parts, receipt);
        }
      }
    } finally {
      if (!output.kept() && !there) {
        forget(stored.id());
      }
    }
    tell(receipt, digest, image, names);
  }

  /** Its layers stay as long as the cache has them. */
  private void forget(String id) {
    try {
      if (store.tryFind(id).filter(image -> image.names().isEmpty()).isPresent()) {
        var _ = store.remove(id, false, true, _ -> List.of());
      }
    } catch (JdockException _) {
      // Something else uses it by now.
    }
  }

  private Digest send(
      BuildOutput.Stored output,
      BuildOutput.Push wanted,
      Image stored,
      @Nullable Attestation attestation,
      List<Reference> names,
      Reference name,
      Access access,
      Consumer<String> parts,
      ObjectNode receipt)
      throws InterruptedException {
    ImageForm form = output.form();
    parts.accept("pushing layers");
    RemoteRepository remote = repositories.open(name, access, wanted.insecure());
    boolean attested = attestation != null;
    Descriptor pushed =
        push.push(
            remote,
            stored,
            name,
            new PushForm(
                form.layers(),
                attested ? Boolean.TRUE : form.ociTypes(),
                form.annotations(),
                wanted.byDigest() || attested),
            _ -> {});
    if (attestation != null) {
      pushed = sendIndex(remote, wanted, attestation, pushed, stored, names, name, parts);
    }
    parts.accept("pushing manifest for " + name + "@" + pushed.digest());
    ObjectNode descriptor = pushed.write();
    if (!form.descriptorAnnotations().isEmpty()) {
      form.descriptorAnnotations().forEach(descriptor.putObject("annotations")::put);
    }
    receipt.set("containerimage.descriptor", descriptor);
    return pushed.digest();
  }

  /** The statement, and the index that leads to it and to the image. */
  private Descriptor sendIndex(
      RemoteRepository remote,
      BuildOutput.Push wanted,
      Attestation attestation,
      Descriptor image,
      Image stored,
      List<Reference> names,
      Reference name,
      Consumer<String> parts) {
    byte[] manifest = store.manifest(store.find(stored.id()));
    try {
      Attestation.Index index =
          attestation.write(
              image,
              Manifest.read(manifest).layers(),
              new Platform(stored.os(), stored.architecture(), stored.variant()),
              names,
              new Attestation.Target() {
                @Override
                public void blob(Descriptor descriptor, byte[] content) throws IOException {
                  if (!remote.hasBlob(descriptor.digest())) {
                    remote.upload(descriptor, () -> new ByteArrayInputStream(content), _ -> {});
                  }
                }

                @Override
                public void manifest(Descriptor descriptor, byte[] content) {
                  parts.accept("exporting attestation manifest " + descriptor.digest());
                  remote.putManifest(
                      descriptor.digest().toString(), descriptor.mediaType(), content);
                }
              });
      Digest digest = index.descriptor().digest();
      parts.accept("exporting manifest list " + digest);
      String tag = wanted.byDigest() ? digest.toString() : String.valueOf(name.tag());
      remote.putManifest(tag, index.descriptor().mediaType(), index.content());
      // As a pull of it would have it named.
      Image _ =
          store.installUnflushed(store.config(stored), manifest, List.of(name.withDigest(digest)));
      return index.descriptor();
    } catch (IOException e) {
      throw new JdockException(JdockException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Null for the one that the store makes by itself. */
  private byte @Nullable [] manifest(BuildOutput.Stored output, FinishedImage image) {
    ImageForm form = output.form();
    if (form.annotations().isEmpty() && form.ociTypes() == null) {
      return null;
    }
    List<Descriptor> layers =
        image.image().diffIds().stream()
            .map(store.layers()::layer)
            .map(l -> new Descriptor(MediaTypes.OCI_LAYER, l.diffId(), l.tarSize(), null))
            .toList();
    return image.manifest(layers, form.ociTypes(), form.annotations()).write();
  }

  private static void tell(
      ObjectNode receipt, Digest digest, FinishedImage image, List<Reference> names) {
    receipt.put("containerimage.config.digest", image.id().toString());
    receipt.put("containerimage.digest", digest.toString());
    if (!names.isEmpty()) {
      receipt.put("image.name", String.join(",", names.stream().map(Reference::toString).toList()));
    }
  }

  /** The image in an archive. */
  void archive(
      BuildOutput.Archived output,
      FinishedImage image,
      @Nullable Attestation attestation,
      List<Reference> names,
      Consumer<String> parts,
      ObjectNode receipt)
      throws IOException, InterruptedException {
    output
        .archive()
        .write(out -> {
          BuiltArchive archive = new BuiltArchive(out);
          Written written =
              write(
                  image,
                  attestation,
                  names,
                  output.form(),
                  (blob, content) -> {
                    try (var in = content.open()) {
                      archive.blob(blob, in);
                    }
                  },
                  parts);
          SortedMap<String, String> annotations = annotations(output.form(), image);
          archive.finish(
              written.manifest(),
              output.docker(),
              names,
              BuiltArchive.entries(written.blob(), names, annotations));
          parts.accept("sending tarball");
          tell(receipt, image, names, written, annotations);
        });
  }

  /** The image in a folder. */
  void layout(
      BuildOutput.Layout output,
      FinishedImage image,
      @Nullable Attestation attestation,
      List<Reference> names,
      Consumer<String> parts,
      ObjectNode receipt)
      throws IOException, InterruptedException {
    output
        .folder()
        .write((_, path) -> {
          try (OciFolder folder = OciFolder.create(path)) {
            Written written =
                write(
                    image,
                    attestation,
                    names,
                    output.form(),
                    (b, content) -> folder.put(b, content::open),
                    parts);
            SortedMap<String, String> annotations = annotations(output.form(), image);
            folder.keep(BuiltArchive.entries(written.blob(), names, annotations));
            tell(receipt, image, names, written, annotations);
          }
        });
  }

  /** Takes blobs. */
  private interface Blobs {
    void put(Descriptor blob, Content content) throws IOException;

    interface Content {
      InputStream open() throws IOException;
    }
  }

  private record Written(Manifest manifest, Descriptor blob) {}

  private Written write(
      FinishedImage image,
      @Nullable Attestation attestation,
      List<Reference> names,
      ImageForm form,
      Blobs target,
      Consumer<String> parts)
      throws IOException {
    List<Descriptor> layers = new ArrayList<>();
    Map<Digest, Descriptor> known = new HashMap<>();
    parts.accept("exporting layers");
    for (Digest diffId : image.image().diffIds()) {
      Descriptor blob = known.get(diffId);
      if (blob == null) {
        try (LayerPacking.Packed packed = packing.pack(diffId, form.layers(), _ -> {})) {
          blob = packed.descriptor();
          target.put(blob, packed::open);
          known.put(diffId, blob);
        }
      }
      layers.add(blob);
    }
    Manifest manifest =
        image.manifest(
            layers, attestation == null ? form.ociTypes() : Boolean.TRUE, form.annotations());
    byte[] bytes = manifest.write();
    Descriptor blob = new Descriptor(manifest.mediaType(), Digest.of(bytes), bytes.length, null);
    parts.accept("exporting manifest " + blob.digest());
    target.put(blob, () -> new ByteArrayInputStream(bytes));
    parts.accept("exporting config " + image.id());
    target.put(manifest.config(), () -> new ByteArrayInputStream(image.config()));
    if (attestation == null) {
      return new Written(manifest, blob);
    }
    return new Written(
        manifest, attest(attestation, blob, manifest.layers(), image, names, target, parts));
  }

  private static Descriptor attest(
      Attestation attestation,
      Descriptor manifest,
      List<Descriptor> layers,
      FinishedImage image,
      List<Reference> names,
      Blobs target,
      Consumer<String> parts)
      throws IOException {
    NewImage made = image.image();
    Attestation.Index index =
        attestation.write(
            manifest,
            layers,
            new Platform(made.os(), made.architecture(), made.variant()),
            names,
            new Attestation.Target() {
              @Override
              public void blob(Descriptor descriptor, byte[] content) throws IOException {
                target.put(descriptor, () -> new ByteArrayInputStream(content));
              }

              @Override
              public void manifest(Descriptor descriptor, byte[] content) throws IOException {
                parts.accept("exporting attestation manifest " + descriptor.digest());
                blob(descriptor, content);
              }
            });
    parts.accept("exporting manifest list " + index.descriptor().digest());
    target.put(index.descriptor(), () -> new ByteArrayInputStream(index.content()));
    return index.descriptor();
  }

  private static SortedMap<String, String> annotations(ImageForm form, FinishedImage image) {
    SortedMap<String, String> result = new TreeMap<>();
    Instant created = Optional.ofNullable(image.image().created()).orElse(Instant.EPOCH);
    result.put(CREATED, created.truncatedTo(ChronoUnit.SECONDS).toString());
    result.putAll(form.descriptorAnnotations());
    return result;
  }

  private static void tell(
      ObjectNode receipt,
      FinishedImage image,
      List<Reference> names,
      Written written,
      SortedMap<String, String> annotations) {
    ObjectNode descriptor = written.blob().write();
    annotations.forEach(descriptor.putObject("annotations")::put);
    receipt.set("containerimage.descriptor", descriptor);
    tell(receipt, written.blob().digest(), image, names);
  }
}
