package dev.jdock.image.store;

import dev.jdock.image.content.BlobStore;
import dev.jdock.image.content.DurableFiles;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records of a store's images: the index, as it is on the disk, and the configuration of each
 * image. Not thread-safe: the caller has to hold the lock of the {@link ImageStore}.
 */
final class ImageRecords {
  private final Path file;
  private final BlobStore blobs;
  private final LayerStore layers;
  private final Map<Digest, ImageDocument> documents = new HashMap<>();
  // Readable, but not all of their layers are there.
  private final Map<Digest, ImageDocument> incomplete = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private ImageIndex index;
  // Whether the file lacks a time of the index.
  private boolean behind;
  // Nobody can tell which layers a damaged image has, so none is collected.
  private boolean unknownLayers;

  /** Reads the records below {@code root}, and removes a crash's leftovers. */
  ImageRecords(Path root, BlobStore blobs, LayerStore layers) throws IOException {
    this.file = root.resolve("images.json");
    this.blobs = blobs;
    this.layers = layers;
    DurableFiles.removeTemporaries(root);
    List<String> damage = new ArrayList<>();
    this.index = ImageIndex.read(file, damage::add);
    Path copy = copy();
    if (!damage.isEmpty()) {
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      damage.forEach(line -> warnings.add(line + "; a copy of images.json is kept in " + copy));
    }
    unknownLayers = Files.exists(copy);
    index.images().keySet().forEach(this::load);
    if (!unknownLayers) {
      removeUnnamedBlobs();
      Set<Digest> named = new HashSet<>();
      incomplete.values().forEach(document -> named.addAll(document.diffIds()));
      warnings.addAll(layers.damaged(named));
    }
  }

  private void load(Digest id) {
    try {
      ImageDocument document = ImageDocument.read(blobs.read(id));
      List<Digest> missing =
          document.diffIds().stream().filter(diffId -> layers.find(diffId).isEmpty()).toList();
      if (missing.isEmpty()) {
        documents.put(id, document);
      } else {
        incomplete.put(id, document);
        warnings.add("image " + id + " is left out: no layer " + missing.getFirst());
      }
    } catch (JdockException e) {
      unknownLayers = true;
      warnings.add("image " + id + " is left out: " + e.getMessage());
    }
  }

  /** A crash between writing an image's documents and its entry, or removing these, leaves them. */
  private void removeUnnamedBlobs() {
    Set<Digest> named = new HashSet<>(index.images().keySet());
    index.images().values().forEach(entry -> named.add(entry.manifest()));
    blobs.list().stream().filter(blob -> !named.contains(blob)).forEach(blobs::remove);
  }

  private Path copy() {
    return file.resolveSibling("images.json.damaged");
  }

  /** Of an index that was damaged when it was read; while it is there, no layer is collected. */
  Optional<Path> indexCopy() {
    return Optional.of(copy()).filter(Files::exists);
  }

  /** What was found damaged at first and left out, a line each; this alone needs no lock. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Whether there are images whose layers are unknown, because their documents are damaged. */
  boolean hasUnknownLayers() {
    return unknownLayers;
  }

  /** Called after a repair: every remaining document can be read, or is known to be damaged. */
  void reconsider() {
    boolean known = index.images().keySet().stream().allMatch(id -> known(id).isPresent());
    unknownLayers = indexCopy().isPresent() || !known;
  }

  ImageIndex index() {
    return index;
  }

  ImageIndex.@Nullable Entry entry(Digest id) {
    return index.images().get(id);
  }

  void write(ImageIndex next) {
    try {
      next.write(file);
      index = next;
      behind = false;
    } catch (IOException e) {
      throw JdockException.internal("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Takes an index that differs in times alone, which are written down with what comes next, or by
   * {@link #catchUp}.
   */
  void remember(ImageIndex next) {
    index = next;
    behind = true;
  }

  /** Writes down what is only remembered. */
  void catchUp() {
    if (behind) {
      write(index);
    }
  }

  /** The images that can be used. */
  Set<Digest> ids() {
    return Collections.unmodifiableSet(documents.keySet());
  }

  boolean contains(Digest id) {
    return documents.containsKey(id);
  }

  /** The document of an image that can be used; NOT_FOUND for any other. */
  ImageDocument document(Digest id) {
    ImageDocument document = documents.get(id);
    if (document == null) {
      throw JdockException.notFound("No such image: " + id);
    }
    return document;
  }

  /** Those of all images that can be used. */
  Collection<ImageDocument> documents() {
    return Collections.unmodifiableCollection(documents.values());
  }

  /** The document of an image, be it usable or not; empty where it cannot be read. */
  Optional<ImageDocument> known(Digest id) {
    return Optional.ofNullable(documents.getOrDefault(id, incomplete.get(id)));
  }

  /** The layers that images have, be these usable or not. */
  Set<Digest> diffIds() {
    Set<Digest> used = new HashSet<>();
    documents.values().forEach(document -> used.addAll(document.diffIds()));
    incomplete.values().forEach(document -> used.addAll(document.diffIds()));
    return used;
  }

  /**
   * Adds an image whose blobs and layers are in the store.
   *
   * @param next the index that names it
   */
  void add(Digest id, ImageDocument document, ImageIndex next) {
    write(next);
    documents.put(id, document);
    incomplete.remove(id);
  }

  /** Takes an image out of the index with all its names, and removes its documents. */
  void forget(Digest id) {
    ImageIndex.Entry entry = entry(id);
    write(index.withoutImage(id));
    documents.remove(id);
    incomplete.remove(id);
    if (entry != null) {
      removeManifest(entry.manifest());
    }
    blobs.remove(id);
  }

  /** Removes a manifest, unless an image still has it. */
  void removeManifest(Digest manifest) {
    if (index.images().values().stream().noneMatch(e -> e.manifest().equals(manifest))) {
      blobs.remove(manifest);
    }
  }
}
