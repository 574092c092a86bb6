package dev.jdock.image.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.content.BlobStore;
import dev.jdock.image.content.DurableFiles;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The images of a state root and their names. Thread-safe; one process only, which the engine's
 * lock on the root sees to. Whatever happens, what is on disk stays readable: content comes before
 * the index that names it, and goes after it.
 */
public final class ImageStore implements AutoCloseable {
  private static final Pattern ID_PREFIX = Pattern.compile("(?:sha256:)?[0-9a-f]{1,64}");

  private final Path file;
  private final BlobStore blobs;
  private final LayerStore layers;
  private final Clock clock = Clock.systemUTC();
  private final Map<Digest, ImageDocument> documents = new HashMap<>();
  // Readable, but not all of their layers are there.
  private final Map<Digest, ImageDocument> incomplete = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<Supplier<Set<Digest>>> needs = new CopyOnWriteArrayList<>();
  private final List<Supplier<Set<Digest>>> caches = new CopyOnWriteArrayList<>();
  private ImageIndex index;
  // Nobody can tell which layers a damaged image has, so none is collected.
  private boolean unknownLayers;
  private int keepers;
  private boolean overdue;

  private ImageStore(Path root) throws IOException {
    this.file = root.resolve("images.json");
    this.blobs = BlobStore.open(root);
    this.layers = LayerStore.open(root);
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

  /** After a repair: what is left can be read, or is known not to be. */
  synchronized void collectAgain() {
    boolean known =
        index.images().keySet().stream()
            .allMatch(id -> documents.containsKey(id) || incomplete.containsKey(id));
    unknownLayers = indexCopy().isPresent() || !known;
  }

  /** What {@link #open} found damaged and left out, a line each; nothing of it is deleted. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Opens the store below {@code root}, making it if need be, and removes a crash's leftovers. */
  public static ImageStore open(Path root) {
    try {
      Files.createDirectories(root);
      return new ImageStore(root);
    } catch (IOException e) {
      throw JdockException.internal("cannot open the images below " + root, e);
    }
  }

  public LayerStore layers() {
    return layers;
  }

  public BlobStore blobs() {
    return blobs;
  }

  /** Every image, newest first. */
  public synchronized List<Image> list() {
    return documents.keySet().stream()
        .map(this::image)
        .sorted(Comparator.comparing(Image::created).reversed().thenComparing(Image::id))
        .toList();
  }

  /**
   * By name, {@code name:tag}, {@code name@digest}, id or unique id prefix.
   *
   * @throws JdockException NOT_FOUND {@code No such image: X}; INVALID for an ambiguous prefix
   */
  public Image find(String image) {
    return tryFind(image)
        .orElseThrow(() -> JdockException.notFound("No such image: " + normalised(image)));
  }

  private static String normalised(String image) {
    if (Digest.isDigest(image) || Digest.isDigest(Digest.PREFIX + image)) {
      return image.startsWith(Digest.PREFIX) ? image : Digest.PREFIX + image;
    }
    return Reference.parse(image).familiar();
  }

  /** As {@link #find}, empty for what is not there. */
  public synchronized Optional<Image> tryFind(String image) {
    return lookUp(image).map(this::image);
  }

  private Optional<Digest> lookUp(String image) {
    if (!Digest.isDigest(image) && !Digest.isDigest(Digest.PREFIX + image)) {
      Reference reference = Reference.parse(image);
      Digest named = index.names().get(key(reference));
      if (named != null && documents.containsKey(named)) {
        return Optional.of(named);
      }
    }
    if (!ID_PREFIX.matcher(image).matches()) {
      return Optional.empty();
    }
    String prefix = image.startsWith(Digest.PREFIX) ? image : Digest.PREFIX + image;
    List<Digest> found =
        documents.keySet().stream().filter(id -> id.toString().startsWith(prefix)).toList();
    if (found.size() > 1) {
      throw JdockException.invalid("ambiguous reference: " + image);
    }
    return found.stream().findFirst();
  }

  /** Docker looks a name with a tag and a digest up by its digest alone. */
  private static String key(Reference reference) {
    Digest digest = reference.digest();
    return (digest == null ? reference : reference.withDigest(digest)).toString();
  }

  private Image image(Digest id) {
    ImageDocument document = document(id);
    ImageIndex.Entry entry = index.images().get(id);
    List<String> tagged = new ArrayList<>();
    List<String> digested = new ArrayList<>();
    for (String name : index.namesOf(id)) {
      Reference reference = Reference.parse(name);
      (reference.digest() == null ? tagged : digested).add(reference.familiar());
    }
    long size = 0;
    for (Digest diffId : document.diffIds()) {
      size += layers.find(diffId).map(Layer::size).orElse(0L);
    }
    return new Image(
        id.toString(),
        List.copyOf(tagged),
        List.copyOf(digested),
        entry == null || entry.parent() == null ? null : entry.parent().toString(),
        document.created() == null ? Instant.EPOCH : document.created(),
        document.architecture(),
        document.os(),
        document.variant(),
        document.author(),
        document.comment(),
        document.config(),
        document.diffIds().stream().map(Digest::toString).toList(),
        document.history().stream()
            .map(h -> new Image.History(h.created(), h.createdBy(), h.comment(), h.emptyLayer()))
            .toList(),
        size);
  }

  private ImageDocument document(Digest id) {
    ImageDocument document = documents.get(id);
    if (document == null) {
      throw JdockException.notFound("No such image: " + id);
    }
    return document;
  }

  /** The image's unpacked layers, uppermost first, as an overlay mount wants them. */
  public List<Path> lowerDirs(Image image) {
    return image.diffIds().reversed().stream().map(Digest::parse).map(layers::diff).toList();
  }

  /** Gives the image a name, taking it from whichever image had it. */
  public synchronized void tag(Image image, Reference name) {
    Digest id = Digest.parse(image.id());
    ImageDocument _ = document(id);
    if (name.digest() != null) {
      throw JdockException.invalid("refusing to create a tag with a digest reference");
    }
    if (name.familiarName().equals("sha256")) {
      throw JdockException.invalid(
          "refusing to create an ambiguous tag using digest algorithm as name");
    }
    write(index.withName(name.toString(), id, clock.instant()));
  }

  private void write(ImageIndex next) {
    try {
      next.write(file);
      index = next;
    } catch (IOException e) {
      throw JdockException.internal("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Removes a name and, with the last one, the image, as {@code docker rmi}.
   *
   * @param force also names of images in use by stopped containers, and several names at once
   * @param prune also untagged parents
   * @return what happened, in order
   */
  public synchronized List<RemovedImage> remove(
      String image, boolean force, boolean prune, ImageUse use) {
    Digest id =
        lookUp(image)
            .orElseThrow(() -> JdockException.notFound("No such image: " + normalised(image)));
    return new ImageRemoval(this::index, this::write, this::delete, use)
        .remove(image, id, force, prune);
  }

  /**
   * Removes images that nobody uses, as {@code docker image prune}.
   *
   * @param all also those with a tag
   * @param matches what the user's filters say; asked with this store locked
   */
  public synchronized PrunedImages prune(boolean all, Predicate<Image> matches, ImageUse use) {
    List<Image> before = list();
    Map<String, Long> sizes = new HashMap<>();
    layers.list().forEach(layer -> sizes.put(layer.diffId().toString(), layer.size()));
    List<Image> candidates =
        before.stream()
            .filter(image ->
                !image.names().isEmpty()
                    || !image.digests().isEmpty()
                    || index.childrenOf(Digest.parse(image.id())).isEmpty())
            .filter(matches)
            .toList();
    List<RemovedImage> removed =
        new ImagePruning(name -> remove(name, false, true, use)).prune(candidates, !all);
    return new PrunedImages(removed, ImagePruning.reclaimed(removed, before, sizes));
  }

  /** What each image takes of the disk, in the order of {@link #list}. */
  public synchronized List<ImageSize> sizes() {
    return ImageSize.of(
        list(), diffId -> layers.find(Digest.parse(diffId)).map(Layer::size).orElse(0L));
  }

  /** The layers that images have. */
  public synchronized Set<Digest> layersOfImages() {
    Set<Digest> used = new HashSet<>();
    documents.values().forEach(document -> used.addAll(document.diffIds()));
    incomplete.values().forEach(document -> used.addAll(document.diffIds()));
    return used;
  }

  ImageIndex index() {
    return index;
  }

  /** The document of an image, be it usable or not; empty where it cannot be read. */
  synchronized Optional<ImageDocument> known(Digest id) {
    return Optional.ofNullable(documents.getOrDefault(id, incomplete.get(id)));
  }

  /** Whether somebody other than an image needs the layer. */
  synchronized boolean neededByOthers(Digest diffId) {
    return needs.stream().anyMatch(needed -> needed.get().contains(diffId));
  }

  /** Takes an image out of the index with all its names, and removes its documents. */
  synchronized void forget(Digest id) {
    ImageIndex.Entry entry = index.images().get(id);
    write(index.withoutImage(id));
    documents.remove(id);
    incomplete.remove(id);
    removeDocuments(id, entry);
  }

  private void removeDocuments(Digest id, ImageIndex.@Nullable Entry entry) {
    if (entry != null
        && index.images().values().stream().noneMatch(e -> e.manifest().equals(entry.manifest()))) {
      blobs.remove(entry.manifest());
    }
    blobs.remove(id);
  }

  /** Writes a manifest for an image that has lost its own. */
  synchronized void renewManifest(Digest id) {
    ImageDocument document = document(id);
    ImageIndex.Entry old = index.images().get(id);
    if (old == null) {
      throw JdockException.notFound("No such image: " + id);
    }
    blobs.remove(old.manifest());
    byte[] manifest = manifest(id, (int) blobs.size(id), document.diffIds()).write();
    Digest kept = blobs.write(manifest);
    write(index.withImage(id, new ImageIndex.Entry(kept, old.parent(), old.lastTagged())));
  }

  /**
   * Compares all there is with the digests it goes by.
   *
   * @param repair removes what is unusable, and what nobody needs
   */
  public void check(boolean repair, CheckListener listener) throws InterruptedException {
    new StoreCheck(this, repair, listener).run();
  }

  /** Drops an image from the index, and then what only it had; the ChainIDs of those layers. */
  private List<Digest> delete(Digest id, boolean keepLayers) {
    ImageDocument document = document(id);
    ImageIndex.Entry entry = index.images().get(id);
    write(index.withoutImage(id));
    documents.remove(id);
    removeDocuments(id, entry);
    if (keepLayers) {
      return List.of();
    }
    Set<Digest> usedChains = new HashSet<>();
    documents.values().forEach(other -> usedChains.addAll(Chain.of(other.diffIds())));
    List<Digest> freed = new ArrayList<>(Chain.of(document.diffIds()));
    freed.removeAll(usedChains);
    removeUnused(document.diffIds(), needs);
    return freed.reversed();
  }

  private void removeUnused(Collection<Digest> candidates, List<Supplier<Set<Digest>>> keepFor) {
    if (keepers > 0) {
      overdue = true;
      return;
    }
    if (unknownLayers) {
      return;
    }
    // Files cannot be read on an interrupted thread, and records would be taken for damaged.
    boolean interrupted = Thread.interrupted();
    try {
      Set<Digest> used = layersOfImages();
      keepFor.forEach(layersOf -> used.addAll(layersOf.get()));
      candidates.stream().filter(diffId -> !used.contains(diffId)).forEach(layers::remove);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Adds somebody who needs layers whether an image has them or not; asked, with this store locked,
   * before any is removed.
   */
  public void needLayers(Supplier<Set<Digest>> needed) {
    needs.add(needed);
  }

  /** As {@link #needLayers}, for layers that go with the last image that has them. */
  public void cacheLayers(Supplier<Set<Digest>> cached) {
    caches.add(cached);
  }

  /**
   * Removes layers that nobody has: those of images removed under a stopped container, and of
   * forgotten build steps. While somebody has {@link #keepLayers} open that is put off.
   */
  public synchronized void collectLayers() {
    List<Supplier<Set<Digest>>> keepFor = new ArrayList<>(needs);
    keepFor.addAll(caches);
    removeUnused(layers.list().stream().map(Layer::diffId).toList(), keepFor);
  }

  /** Keeps every layer until it is closed, for work whose layers no record names yet. */
  public synchronized LayerStore.Lease keepLayers() {
    keepers++;
    return new LayerStore.Lease() {
      private boolean closed;

      @Override
      public void close() {
        synchronized (ImageStore.this) {
          if (closed) {
            return;
          }
          closed = true;
          keepers--;
          if (keepers == 0 && overdue) {
            collectLayers();
            overdue = false;
          }
        }
      }
    };
  }

  /** Makes an image of one layer from an archive, plain or compressed, as {@code docker import}. */
  public Image importArchive(
      InputStream archive, @Nullable Reference name, String message, ImageConfig config) {
    Descriptor.Platform platform = new Descriptor.Platform("linux", architecture(), null);
    return importArchive(archive, name, message, config, platform);
  }

  /**
   * As the other, for a machine that need not be this one.
   *
   * @param platform what the image says that it runs on
   */
  public Image importArchive(
      InputStream archive,
      @Nullable Reference name,
      String message,
      ImageConfig config,
      Descriptor.Platform platform) {
    try (LayerStore.Lease _ = keepLayers()) {
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
              name == null ? List.of() : List.of(name)));
    }
  }

  /** This machine's processor, as Go names it. */
  private static String architecture() {
    String name = System.getProperty("os.arch");
    return name.equals("aarch64") ? "arm64" : name;
  }

  /** Makes an image of layers that the store holds. An equal image already there gets the names. */
  public Image create(NewImage image) {
    Digest parent = image.parent() == null ? null : Digest.parse(image.parent());
    return keep(document(image).write(), null, parent, image.tags(), true);
  }

  /**
   * Keeps an image that was made elsewhere, byte for byte, so that it has the same id here. Names
   * may be tags and digests. An equal image already there gets the names.
   *
   * @param config its configuration, whose layers the store holds
   * @param manifest as its registry keeps it, with that configuration; null for none
   * @throws JdockException INVALID for documents that make no sense, NOT_FOUND for a missing layer
   */
  public Image install(byte[] config, byte @Nullable [] manifest, Collection<Reference> names) {
    return keep(config, manifest, null, names, true);
  }

  /**
   * As {@link #install}, without waiting for the disk: until {@link #flush} a power cut takes the
   * layers, and the image is left out then, until it is fetched again.
   */
  public Image installUnflushed(byte[] config, byte[] manifest, Collection<Reference> names) {
    return keep(config, manifest, null, names, false);
  }

  /** Makes sure that the layers of all images survive a power cut. */
  public void flush() {
    Set<Digest> diffIds = new HashSet<>();
    synchronized (this) {
      documents.values().forEach(document -> diffIds.addAll(document.diffIds()));
    }
    layers.sync(diffIds);
  }

  private Image keep(
      byte[] config,
      byte @Nullable [] known,
      @Nullable Digest parent,
      Collection<Reference> names,
      boolean flushed) {
    ImageDocument document = ImageDocument.read(config);
    document.checkDepth();
    // Another image of these layers may be removed before this one has them.
    try (LayerStore.Lease _ = keepLayers();
        LayerStore.Lease _ = layers.hold(document.diffIds())) {
      if (flushed) {
        layers.sync(document.diffIds());
      }
      synchronized (this) {
        Digest id = blobs.write(config);
        byte[] manifest =
            known == null ? manifest(id, config.length, document.diffIds()).write() : known;
        ImageIndex.Entry old = index.images().get(id);
        Digest kept = old != null && known == null ? old.manifest() : blobs.write(manifest);
        Digest ancestor = old == null ? parent : old.parent();
        Instant tagged = old == null ? null : old.lastTagged();
        ImageIndex next = index.withImage(id, new ImageIndex.Entry(kept, ancestor, tagged));
        for (Reference name : names) {
          next = next.withName(name.toString(), id, clock.instant());
        }
        write(next);
        documents.put(id, document);
        incomplete.remove(id);
        return image(id);
      }
    }
  }

  private static ImageDocument document(NewImage image) {
    long withLayer = image.history().stream().filter(h -> !h.emptyLayer()).count();
    if (withLayer != image.diffIds().size()) {
      throw JdockException.invalid(
          "history has " + withLayer + " layers, the image " + image.diffIds().size());
    }
    return new ImageDocument(
        image.created(),
        image.author(),
        image.architecture(),
        image.os(),
        image.variant(),
        image.comment(),
        image.config(),
        image.diffIds(),
        image.history().stream()
            .map(h ->
                new ImageDocument.Entry(
                    h.created(), h.createdBy(), "", h.comment(), h.emptyLayer()))
            .toList());
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

  /** The image's configuration, byte for byte. */
  public byte[] config(Image image) {
    return blobs.read(Digest.parse(image.id()));
  }

  /** The image's manifest, byte for byte: of its registry, or made here. */
  public synchronized byte[] manifest(Image image) {
    ImageIndex.Entry entry = index.images().get(Digest.parse(image.id()));
    if (entry == null) {
      throw JdockException.notFound("No such image: " + image.id());
    }
    return blobs.read(entry.manifest());
  }

  /** The names with tags that the store has in the repository of {@code name}, sorted. */
  public synchronized List<Reference> tagsOf(Reference name) {
    return index.names().keySet().stream()
        .map(Reference::parse)
        .filter(each -> each.digest() == null && each.name().equals(name.name()))
        .toList();
  }

  /** As the Docker Engine API's {@code GET /images/{name}/json}. */
  public synchronized JsonNode inspect(Image image) {
    ImageDocument _ = document(Digest.parse(image.id()));
    ImageIndex.Entry entry = index.images().get(Digest.parse(image.id()));
    return ImageJson.inspect(image, lowerDirs(image), entry == null ? null : entry.lastTagged());
  }

  /** As the Docker Engine API's {@code GET /images/{name}/history}: newest first. */
  public synchronized JsonNode history(Image image) {
    ImageDocument _ = document(Digest.parse(image.id()));
    List<Long> sizes =
        image.diffIds().stream().map(d -> layers.layer(Digest.parse(d)).size()).toList();
    List<Image> line = new ArrayList<>();
    for (Image next = image; next != null; next = parent(next)) {
      line.add(next);
    }
    return ImageJson.history(line, sizes);
  }

  private @Nullable Image parent(Image image) {
    if (image.parent() == null) {
      return null;
    }
    Digest parent = Digest.parse(image.parent());
    return documents.containsKey(parent) ? image(parent) : null;
  }

  @Override
  public void close() {}
}
