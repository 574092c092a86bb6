package dev.jdock.image.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.TarEntry;
import dev.jdock.image.layer.TarWriter;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.ArchiveCheck;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.Layer;
import dev.jdock.image.store.LayerStore;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes images as Docker does since version 25: an OCI image layout that has {@code manifest.json}
 * and {@code repositories} beside it for older readers. The same images give the same bytes.
 * Documents come first, so that a reader knows which of the layers that follow it wants.
 */
public final class SaveImages {
  private static final byte[] LAYOUT =
      "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.US_ASCII);

  private record Saved(Image image, byte[] config, byte[] manifest, List<Layer> layers) {}

  private final ImageStore store;

  public SaveImages(ImageStore store) {
    this.store = store;
  }

  /**
   * @param names of images, as the user wrote them: a name without tag stands for all of its tags
   * @param platform that the images must be for; null for any
   * @throws IOException when writing to {@code out} fails
   * @throws JdockException NOT_FOUND before anything is written
   */
  public void save(List<String> names, @Nullable Platform platform, OutputStream out)
      throws IOException {
    SequencedMap<Saved, SequencedSet<Reference>> saved = new LinkedHashMap<>();
    SequencedSet<Digest> diffIds = new LinkedHashSet<>();
    LayerStore.Lease held;
    // Images may be removed at any time, their layers not before they are held.
    try (LayerStore.Lease _ = store.keepLayers()) {
      choose(names, platform).forEach((image, references) -> saved.put(read(image), references));
      saved.keySet().forEach(each -> each.layers().forEach(layer -> diffIds.add(layer.diffId())));
      held = store.layers().hold(List.copyOf(diffIds));
    }
    try (held) {
      write(saved, List.copyOf(diffIds), out);
    }
  }

  private SequencedMap<Image, SequencedSet<Reference>> choose(
      List<String> names, @Nullable Platform platform) {
    Map<String, Image> byId = new LinkedHashMap<>();
    Map<String, SequencedSet<Reference>> references = new LinkedHashMap<>();
    for (String name : names) {
      SequencedMap<Image, List<Reference>> found = find(name);
      found.forEach((image, tags) -> {
        check(name, image, platform);
        byId.putIfAbsent(image.id(), image);
        references.computeIfAbsent(image.id(), id -> new LinkedHashSet<>()).addAll(tags);
      });
    }
    SequencedMap<Image, SequencedSet<Reference>> chosen = new LinkedHashMap<>();
    byId.forEach((id, image) -> chosen.put(image, Objects.requireNonNull(references.get(id))));
    return chosen;
  }

  private SequencedMap<Image, List<Reference>> find(String name) {
    SequencedMap<Image, List<Reference>> found = new LinkedHashMap<>();
    if (Reference.isReference(name)) {
      Reference reference = Reference.parse(name);
      if (reference.digest() == null && !name.endsWith(":" + reference.tag())) {
        for (Image image : store.list()) {
          List<Reference> tags =
              image.names().stream()
                  .map(Reference::parse)
                  .filter(tag -> tag.name().equals(reference.name()))
                  .toList();
          if (!tags.isEmpty()) {
            found.put(image, tags);
          }
        }
      }
      Image image = found.isEmpty() ? store.find(name) : null;
      if (image != null) {
        boolean named = image.names().contains(reference.familiar());
        found.put(image, named ? List.of(reference) : List.of());
      }
    } else {
      found.put(store.find(name), List.of());
    }
    return found;
  }

  private static void check(String name, Image image, @Nullable Platform wanted) {
    if (wanted == null) {
      return;
    }
    Platform has = new Platform(image.os(), image.architecture(), image.variant());
    boolean fits =
        has.os().equals(wanted.os())
            && has.architecture().equals(wanted.architecture())
            && (wanted.variant() == null || wanted.variant().equals(has.variant()));
    if (!fits) {
      throw JdockException.notFound(
          "image with reference %s was found but its platform (%s) does not match the specified platform (%s)"
              .formatted(name, has, wanted));
    }
  }

  private Saved read(Image image) {
    Digest id = Digest.parse(image.id());
    byte[] config = store.blobs().read(id);
    List<Layer> layers =
        image.diffIds().stream().map(Digest::parse).map(store.layers()::layer).toList();
    byte[] manifest =
        new Manifest(
                MediaTypes.OCI_MANIFEST,
                new Descriptor(MediaTypes.OCI_CONFIG, id, config.length, null),
                layers.stream().map(SaveImages::descriptor).toList())
            .write();
    return new Saved(image, config, manifest, layers);
  }

  private static Descriptor descriptor(Layer layer) {
    return new Descriptor(MediaTypes.OCI_LAYER, layer.diffId(), layer.tarSize(), null);
  }

  private void write(
      SequencedMap<Saved, SequencedSet<Reference>> images, List<Digest> diffIds, OutputStream out)
      throws IOException {
    TarWriter tar = new TarWriter(out);
    document(tar, out, Names.LAYOUT, LAYOUT);
    document(tar, out, Names.INDEX, index(images));
    document(tar, out, Names.MANIFEST, manifest(images));
    byte[] repositories = repositories(images);
    if (repositories.length > 0) {
      document(tar, out, Names.REPOSITORIES, repositories);
    }
    tar.header(entry("blobs/", FileType.DIRECTORY, 0));
    tar.header(entry(Names.BLOBS, FileType.DIRECTORY, 0));
    for (Saved saved : images.keySet()) {
      document(tar, out, Names.blob(Digest.of(saved.manifest())), saved.manifest());
      document(tar, out, Names.blob(Digest.of(saved.config())), saved.config());
    }
    for (Digest diffId : diffIds) {
      layer(tar, out, store.layers().layer(diffId));
    }
    tar.finish();
  }

  private static void document(TarWriter tar, OutputStream out, String path, byte[] content)
      throws IOException {
    tar.header(entry(path, FileType.REGULAR, content.length));
    out.write(content);
    tar.pad(content.length);
  }

  private static TarEntry entry(String path, FileType type, long size) {
    int mode = type == FileType.DIRECTORY ? 0755 : 0644;
    return new TarEntry(path, type, false, mode, 0, 0, size, 0, 0, "", 0, 0, new TreeMap<>());
  }

  /** What is damaged must not be handed on. */
  private void layer(TarWriter tar, OutputStream out, Layer layer) throws IOException {
    tar.header(entry(Names.blob(layer.diffId()), FileType.REGULAR, layer.tarSize()));
    ArchiveCheck check = new ArchiveCheck(layer);
    byte[] buffer = new byte[128 * 1024];
    long left = layer.tarSize();
    try (InputStream in = store.layers().openTar(layer.diffId())) {
      for (int count; (count = in.read(buffer)) >= 0; left -= count) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException();
        }
        if (count > left) {
          throw damaged(layer);
        }
        check.update(buffer, 0, count);
        out.write(buffer, 0, count);
      }
    }
    if (!check.passed()) {
      throw damaged(layer);
    }
    tar.pad(layer.tarSize());
  }

  private static JdockException damaged(Layer layer) {
    return new JdockException(
        JdockException.Kind.INTERNAL, "layer " + layer.diffId() + " is damaged in the store");
  }

  private static byte[] index(SequencedMap<Saved, SequencedSet<Reference>> images) {
    ObjectNode index = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
    ArrayNode manifests = index.putArray("manifests");
    images.forEach((saved, references) -> {
      List<@Nullable Reference> names = new ArrayList<>(references);
      if (names.isEmpty()) {
        names.add(null);
      }
      for (Reference name : names) {
        ObjectNode entry = descriptor(saved).write();
        if (name != null) {
          entry
              .putObject("annotations")
              .put(Names.IMAGE_NAME, name.toString())
              .put(Names.REF_NAME, name.tag());
        }
        manifests.add(entry);
      }
    });
    return Json.bytes(index);
  }

  private static Descriptor descriptor(Saved saved) {
    return new Descriptor(
        MediaTypes.OCI_MANIFEST, Digest.of(saved.manifest()), saved.manifest().length, null);
  }

  private static byte[] manifest(SequencedMap<Saved, SequencedSet<Reference>> images) {
    ArrayNode manifest = Json.array();
    images.forEach((saved, references) -> {
      ObjectNode entry = manifest.addObject();
      entry.put("Config", Names.blob(Digest.of(saved.config())));
      List<String> tags = references.stream().map(Reference::familiar).toList();
      entry.set("RepoTags", tags.isEmpty() ? entry.nullNode() : Json.array(tags));
      entry.set(
          "Layers",
          Json.array(saved.layers().stream().map(layer -> Names.blob(layer.diffId())).toList()));
      ObjectNode sources = entry.putObject("LayerSources");
      saved
          .layers()
          .forEach(layer -> {
            JsonNode source = descriptor(layer).write();
            sources.set(layer.diffId().toString(), source);
          });
    });
    return Json.bytes(manifest);
  }

  /** Names and tags with the id of the topmost layer, for readers older than Docker 1.10. */
  private static byte[] repositories(SequencedMap<Saved, SequencedSet<Reference>> images) {
    ObjectNode repositories = Json.object();
    images.forEach((saved, references) -> {
      if (!saved.layers().isEmpty()) {
        String top = saved.layers().getLast().diffId().hex();
        references.forEach(
            name -> repositories.withObjectProperty(name.familiarName()).put(name.tag(), top));
      }
    });
    return repositories.isEmpty() ? new byte[0] : Json.bytes(repositories);
  }
}
