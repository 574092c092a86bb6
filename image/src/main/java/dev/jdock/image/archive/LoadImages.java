package dev.jdock.image.archive;

import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.LayerStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Loads the images of an archive into the store: all that it lists, or none. Layers that precede
 * the documents which name them are unpacked at once; those that no image has in the end are
 * removed.
 */
public final class LoadImages {
  private final ImageStore store;

  public LoadImages(ImageStore store) {
    this.store = store;
  }

  /**
   * @param archive plain or compressed, read to its end; not closed
   * @param platform of the images to load; null to choose this machine's where there is a choice
   * @return what is there now, in the archive's order
   * @throws InterruptedIOException when the thread is interrupted, and stays marked as such
   * @throws JdockException INVALID for what is no such archive
   */
  public List<LoadedImage> load(
      InputStream archive, @Nullable Platform platform, LoadProgress progress)
      throws InterruptedIOException {
    boolean interrupted = false;
    try (LayerStore.Lease _ = store.keepLayers()) {
      try {
        return loadAll(archive, platform, progress);
      } catch (EOFException e) {
        throw new JdockException(JdockException.Kind.INVALID, "unexpected EOF", e);
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        throw JdockException.invalid("cannot read the archive: " + e.getMessage());
      } finally {
        // Whoever collects must not be interrupted: it would take records for damaged.
        interrupted = Thread.interrupted();
        store.collectLayers();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<LoadedImage> loadAll(
      InputStream archive, @Nullable Platform platform, LoadProgress progress) throws IOException {
    ArchiveContents contents = new ArchiveContents();
    Forecast forecast = new Forecast(contents, platform);
    new ArchiveIntake(store.layers(), contents, forecast::mayNeed, progress)
        .read(new InterruptibleInput(archive));
    List<ArchivedImage> images = describe(contents, platform);
    images.forEach(image -> check(image, contents));
    return images.stream().map(this::install).toList();
  }

  private static List<ArchivedImage> describe(
      ArchiveContents contents, @Nullable Platform platform) {
    if (contents.hasDocument(Names.MANIFEST)) {
      List<ArchivedImage> images = DockerArchive.images(contents);
      return platform == null ? images : only(images, platform);
    }
    if (contents.hasDocument(Names.INDEX)) {
      List<ArchivedImage> images =
          new OciLayout(contents, platform == null ? Platform.local() : platform).images();
      return platform == null ? images : only(images, platform);
    }
    if (contents.hasDocument(Names.REPOSITORIES)) {
      List<ArchivedImage> images = LegacyArchive.images(contents);
      return platform == null ? images : only(images, platform);
    }
    throw JdockException.invalid("invalid archive: does not contain a " + Names.MANIFEST);
  }

  private static List<ArchivedImage> only(List<ArchivedImage> images, Platform platform) {
    List<ArchivedImage> fitting =
        images.stream().filter(image -> fits(image.document(), platform)).toList();
    if (fitting.isEmpty()) {
      throw JdockException.notFound(
          "requested platform (" + platform + ") not found in the archive");
    }
    return fitting;
  }

  private static boolean fits(ImageDocument document, Platform platform) {
    return document.os().equals(platform.os())
        && document.architecture().equals(platform.architecture())
        && (platform.variant() == null || platform.variant().equals(document.variant()));
  }

  private static void check(ArchivedImage image, ArchiveContents contents) {
    ImageDocument document = image.document();
    if (!document.os().isEmpty() && !document.os().equals("linux")) {
      throw JdockException.invalid("cannot load " + document.os() + " image on linux");
    }
    List<Digest> diffIds = document.diffIds();
    if (diffIds.size() != image.layerPaths().size()) {
      throw JdockException.invalid(
          "invalid manifest, layers length mismatch: expected %d, got %d"
              .formatted(image.layerPaths().size(), diffIds.size()));
    }
    for (int i = 0; i < diffIds.size(); i++) {
      Digest found = contents.layer(image.layerPaths().get(i));
      if (!found.equals(diffIds.get(i))) {
        throw JdockException.invalid(
            "invalid diffID for layer %d: expected \"%s\", got \"%s\""
                .formatted(i, diffIds.get(i), found));
      }
    }
  }

  private LoadedImage install(ArchivedImage image) {
    String id = Digest.of(image.config()).toString();
    SortedMap<String, String> replaced = new TreeMap<>();
    for (Reference name : image.names()) {
      store
          .tryFind(name.toString())
          .map(Image::id)
          .filter(old -> !old.equals(id))
          .ifPresent(old -> replaced.put(name.familiar(), old));
    }
    Image installed = store.install(image.config(), null, image.names());
    return new LoadedImage(
        installed.id(), image.names().stream().map(Reference::familiar).toList(), replaced);
  }

  /** Which layers images need, as far as documents have come already. */
  private static final class Forecast {
    private final ArchiveContents contents;
    private final @Nullable Platform platform;
    private Optional<Set<String>> needed = Optional.empty();

    Forecast(ArchiveContents contents, @Nullable Platform platform) {
      this.contents = contents;
      this.platform = platform;
    }

    /** Links to other layers than blobs may still come. */
    boolean mayNeed(String path) {
      if (!path.startsWith(Names.BLOBS)) {
        return true;
      }
      if (needed.isEmpty()) {
        needed = look();
      }
      return needed.isEmpty() || needed.get().contains(path);
    }

    private Optional<Set<String>> look() {
      if (!contents.hasDocument(Names.MANIFEST) && !contents.hasDocument(Names.INDEX)) {
        return Optional.empty();
      }
      try {
        Set<String> paths = new HashSet<>();
        for (ArchivedImage image : describe(contents, platform)) {
          image.layerPaths().forEach(path -> paths.add(ArchiveContents.clean(path)));
        }
        return Optional.of(paths);
      } catch (JdockException documentsToCome) {
        return Optional.empty();
      }
    }
  }
}
