package dev.jdock.image.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.content.BlobStore;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The images of a state root and their names. Thread-safe; one process only, which the engine's
 * lock on the root ensures. The store on disk is consistent after a crash at any time: content is
 * written before the index that names it, and removed after it.
 *
 * <p>Its parts share its monitor, which is taken before that of the {@link LayerStore}; files of
 * layers are unpacked, flushed and deleted without either.
 */
public final class ImageStore implements AutoCloseable {
  private final BlobStore blobs;
  private final LayerStore layers;
  private final Clock clock = Clock.systemUTC();
  private final ImageRecords records;
  private final ImageViews views;
  private final LayerCollection collection;
  private final ImageIntake intake;

  private ImageStore(Path root) throws IOException {
    this.blobs = BlobStore.open(root);
    this.layers = LayerStore.open(root);
    this.records = new ImageRecords(root, blobs, layers);
    this.views = new ImageViews(records, layers);
    this.collection = new LayerCollection(this, records);
    this.intake = new ImageIntake(this, records, views, clock);
  }

  /** Of an index that was damaged when it was read; while it is there, no layer is collected. */
  Optional<Path> indexCopy() {
    return records.indexCopy();
  }

  /** Called after a repair: every remaining document can be read, or is known to be damaged. */
  synchronized void collectAgain() {
    records.reconsider();
  }

  /** What {@link #open} found damaged and left out, a line each; nothing of it is deleted. */
  public List<String> warnings() {
    return records.warnings();
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
    return views.list();
  }

  /**
   * By name, {@code name:tag}, {@code name@digest}, id or unique id prefix.
   *
   * @throws JdockException NOT_FOUND {@code No such image: X}; INVALID for an ambiguous prefix
   */
  public Image find(String image) {
    return tryFind(image).orElseThrow(() -> ImageViews.notFound(image));
  }

  /** As {@link #find}, empty for what is not there. */
  public synchronized Optional<Image> tryFind(String image) {
    return views.lookUp(image).map(views::image);
  }

  /** The image's unpacked layers, uppermost first, as an overlay mount wants them. */
  public List<Path> lowerDirs(Image image) {
    return views.lowerDirs(image);
  }

  /** Gives the image a name, taking it from whichever image had it. */
  public synchronized void tag(Image image, Reference name) {
    Digest id = Digest.parse(image.id());
    ImageDocument _ = records.document(id);
    if (name.digest() != null) {
      throw JdockException.invalid("refusing to create a tag with a digest reference");
    }
    if (name.familiarName().equals("sha256")) {
      throw JdockException.invalid(
          "refusing to create an ambiguous tag using digest algorithm as name");
    }
    records.write(records.index().withName(name.toString(), id, clock.instant()));
  }

  /**
   * Removes a name and, with the last one, the image, as {@code docker rmi}.
   *
   * @param force also names of images in use by stopped containers, and several names at once
   * @param prune also untagged parents
   * @return what happened, in order
   */
  public List<RemovedImage> remove(String image, boolean force, boolean prune, ImageUse use) {
    try (LayerRemoval removal = layers.removal()) {
      synchronized (this) {
        return remove(image, force, prune, use, removal);
      }
    }
  }

  private List<RemovedImage> remove(
      String image, boolean force, boolean prune, ImageUse use, LayerRemoval removal) {
    Digest id = views.lookUp(image).orElseThrow(() -> ImageViews.notFound(image));
    ImageRemoval.Deletion deletion = (each, keepLayers) -> delete(each, keepLayers, removal);
    return new ImageRemoval(records::index, records::write, deletion, use)
        .remove(image, id, force, prune);
  }

  /** Drops an image from the index, and then what only it had; the ChainIDs of those layers. */
  private List<Digest> delete(Digest id, boolean keepLayers, LayerRemoval removal) {
    ImageDocument document = records.document(id);
    records.forget(id);
    return keepLayers ? List.of() : collection.removeLayersOf(document.diffIds(), removal);
  }

  /**
   * Removes unused images, as {@code docker image prune}.
   *
   * @param all also those with a tag
   * @param matches the user's filters; called with this store locked
   */
  public PrunedImages prune(boolean all, Predicate<Image> matches, ImageUse use) {
    try (LayerRemoval removal = layers.removal()) {
      synchronized (this) {
        return prune(all, matches, use, removal);
      }
    }
  }

  private PrunedImages prune(
      boolean all, Predicate<Image> matches, ImageUse use, LayerRemoval removal) {
    List<Image> before = views.list();
    Map<String, Long> sizes = new HashMap<>();
    layers.list().forEach(layer -> sizes.put(layer.diffId().toString(), layer.size()));
    List<Image> candidates =
        before.stream()
            .filter(image ->
                !image.names().isEmpty()
                    || !image.digests().isEmpty()
                    || records.index().childrenOf(Digest.parse(image.id())).isEmpty())
            .filter(matches)
            .toList();
    List<RemovedImage> removed =
        new ImagePruning(name -> remove(name, false, true, use, removal)).prune(candidates, !all);
    return new PrunedImages(removed, ImagePruning.reclaimed(removed, before, sizes));
  }

  /** The disk space of each image, in the order of {@link #list}. */
  public synchronized List<ImageSize> sizes() {
    return ImageSize.of(
        views.list(), diffId -> layers.find(Digest.parse(diffId)).map(Layer::size).orElse(0L));
  }

  /** The layers that images have. */
  public synchronized Set<Digest> layersOfImages() {
    return records.diffIds();
  }

  /** For who has this store locked. */
  ImageIndex index() {
    return records.index();
  }

  /** The document of an image, be it usable or not; empty where it cannot be read. */
  synchronized Optional<ImageDocument> known(Digest id) {
    return records.known(id);
  }

  /** Whether a container or another user besides images needs the layer. */
  synchronized boolean neededByOthers(Digest diffId) {
    return collection.neededByOthers(diffId);
  }

  /** Takes an image out of the index with all its names, and removes its documents. */
  synchronized void forget(Digest id) {
    records.forget(id);
  }

  /** Writes a manifest for an image that has lost its own. */
  synchronized void renewManifest(Digest id) {
    intake.renewManifest(id);
  }

  /**
   * Compares all content with its digests.
   *
   * @param repair removes what is unusable, and what nothing needs
   */
  public void check(boolean repair, CheckListener listener) throws InterruptedException {
    new StoreCheck(this, repair, listener).run();
  }

  /**
   * Registers a user of layers which needs them even when no image has them; called, with this
   * store locked, before a layer is removed.
   */
  public void needLayers(Supplier<Set<Digest>> needed) {
    collection.need(needed);
  }

  /** As {@link #needLayers}, for layers that are removed with the last image that has them. */
  public void cacheLayers(Supplier<Set<Digest>> cached) {
    collection.cache(cached);
  }

  /**
   * Removes unused layers: those of images that were removed while a container used them, and of
   * build steps removed from the cache. The removal is deferred while a lease of {@link
   * #keepLayers} is open.
   */
  public void collectLayers() {
    try (LayerRemoval removal = layers.removal()) {
      synchronized (this) {
        collection.collect(removal);
      }
    }
  }

  /** Keeps every layer until it is closed, for work whose layers no record names yet. */
  public synchronized LayerStore.Lease keepLayers() {
    return collection.keep();
  }

  /** Makes an image of one layer from an archive, plain or compressed, as {@code docker import}. */
  public Image importArchive(
      InputStream archive, @Nullable Reference name, String message, ImageConfig config) {
    Descriptor.Platform platform = new Descriptor.Platform("linux", architecture(), null);
    return importArchive(archive, name, message, config, platform);
  }

  /** This machine's processor, as Go names it. */
  private static String architecture() {
    String name = System.getProperty("os.arch");
    return name.equals("aarch64") ? "arm64" : name;
  }

  /**
   * The same for another platform than this machine's.
   *
   * @param platform the platform in the image's configuration
   */
  public Image importArchive(
      InputStream archive,
      @Nullable Reference name,
      String message,
      ImageConfig config,
      Descriptor.Platform platform) {
    return intake.importArchive(archive, name, message, config, platform);
  }

  /** Makes an image of layers that the store holds. An equal image already there gets the names. */
  public Image create(NewImage image) {
    return intake.create(image, true);
  }

  /**
   * As {@link #create}, without waiting for the disk: until {@link #flush} a power failure may lose
   * the layers; the image is left out then, until it is made again.
   */
  public Image createUnflushed(NewImage image) {
    return intake.create(image, false);
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
    return intake.keep(config, manifest, null, names, true);
  }

  /**
   * As {@link #install}, without waiting for the disk: until {@link #flush} a power failure may
   * lose the layers; the image is left out then, until it is pulled again.
   */
  public Image installUnflushed(
      byte[] config, byte @Nullable [] manifest, Collection<Reference> names) {
    return intake.keep(config, manifest, null, names, false);
  }

  /** Makes sure that the layers of all images survive a power cut. */
  public void flush() {
    Set<Digest> diffIds = new HashSet<>();
    synchronized (this) {
      records.documents().forEach(document -> diffIds.addAll(document.diffIds()));
      records.catchUp();
    }
    layers.sync(diffIds);
  }

  /** The image's configuration, byte for byte. */
  public byte[] config(Image image) {
    return blobs.read(Digest.parse(image.id()));
  }

  /** The image's manifest, byte for byte: of its registry, or made here. */
  public synchronized byte[] manifest(Image image) {
    ImageIndex.Entry entry = records.entry(Digest.parse(image.id()));
    if (entry == null) {
      throw JdockException.notFound("No such image: " + image.id());
    }
    return blobs.read(entry.manifest());
  }

  /** The names with tags that the store has in the repository of {@code name}, sorted. */
  public synchronized List<Reference> tagsOf(Reference name) {
    return views.tagsOf(name);
  }

  /** As the Docker Engine API's {@code GET /images/{name}/json}. */
  public synchronized JsonNode inspect(Image image) {
    return views.inspect(image);
  }

  /** As the Docker Engine API's {@code GET /images/{name}/history}: newest first. */
  public synchronized JsonNode history(Image image) {
    return views.history(image);
  }

  @Override
  public void close() {
    layers.close();
    synchronized (this) {
      records.catchUp();
    }
  }
}
