package dev.jdock.runtime.machine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.archive.LoadImages;
import dev.jdock.image.archive.LoadProgress;
import dev.jdock.image.archive.LoadedImage;
import dev.jdock.image.archive.SaveImages;
import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.Platform;
import dev.jdock.image.contents.ImageContents;
import dev.jdock.image.contents.ImageDifference;
import dev.jdock.image.contents.ImageSizes;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.ImageUse;
import dev.jdock.image.store.PrunedImages;
import dev.jdock.image.store.RemovedImage;
import dev.jdock.image.transfer.PullRequest;
import dev.jdock.image.transfer.PushRequest;
import dev.jdock.image.transfer.TransferProgress;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.ImageQuery;
import dev.jdock.runtime.engine.ImageSummary;
import dev.jdock.runtime.engine.Images;
import dev.jdock.runtime.engine.ImportRequest;
import dev.jdock.runtime.engine.Obtaining;
import dev.jdock.runtime.engine.PruneFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The images of the store. */
final class EngineImages implements Images {
  private static final Set<String> PRUNE_FILTERS = Set.of("dangling", "label", "label!", "until");

  private final ImageStore store;
  private final ContainerParts parts;
  private final EngineTransfers transfers;

  EngineImages(ImageStore store, ContainerParts parts, EngineTransfers transfers) {
    this.store = store;
    this.transfers = transfers;
    this.parts = parts;
  }

  @Override
  public List<ImageSummary> list(ImageQuery query) {
    return new ListImages(parts).run(query);
  }

  @Override
  public Image find(String image) {
    return store.find(image);
  }

  /**
   * @param platform null for any
   */
  private Image find(String image, @Nullable String platform) {
    Platform wanted = platform == null ? null : Platform.parse(platform);
    Image found = store.find(image);
    if (wanted != null && !isFor(found, wanted)) {
      throw JdockException.notFound(
          "image with reference "
              + image
              + " was found but does not provide the specified platform ("
              + wanted
              + ")");
    }
    return found;
  }

  private static boolean isFor(Image image, Platform wanted) {
    return image.os().equals(wanted.os())
        && image.architecture().equals(wanted.architecture())
        && (wanted.variant() == null || wanted.variant().equals(image.variant()));
  }

  @Override
  public JsonNode inspect(String image, @Nullable String platform) {
    return store.inspect(find(image, platform));
  }

  @Override
  public JsonNode history(String image, @Nullable String platform) {
    return store.history(find(image, platform));
  }

  @Override
  public ImageSizes sizes(String image, @Nullable String platform) {
    return new ImageContents(store).sizes(find(image, platform));
  }

  @Override
  public ImageDifference difference(String from, String to) {
    return new ImageContents(store).difference(store.find(from), store.find(to));
  }

  @Override
  public void tag(String image, String name) {
    Reference target = TagName.parse(name);
    Image found = store.find(image);
    store.tag(found, target);
    parts.announce.image("tag", found, target.familiar());
  }

  @Override
  public List<RemovedImage> remove(
      String image, boolean force, boolean prune, List<String> platforms) {
    if (image.isBlank()) {
      throw JdockException.invalid("image name cannot be blank");
    }
    if (platforms.size() > 1) {
      throw JdockException.invalid("multiple platforms are not supported");
    }
    if (!platforms.isEmpty()) {
      Image _ = find(image, platforms.getFirst());
    }
    Image found = store.tryFind(image).orElse(null);
    Set<String> line = line(found);
    List<RemovedImage> removed = store.remove(image, force, prune, this::usersOf);
    if (found != null) {
      removed.forEach(each -> tellRemoved(found, line, each));
    }
    // Records of the build cache go with the layers that they name.
    parts.later(store::collectLayers);
    return removed;
  }

  /** Ids of the image and of what it was made from. */
  private Set<String> line(@Nullable Image image) {
    Set<String> line = new HashSet<>();
    for (Image next = image; next != null && line.add(next.id()); ) {
      String parent = next.parent();
      next = parent == null ? null : store.tryFind(parent).orElse(null);
    }
    return line;
  }

  private void tellRemoved(Image image, Set<String> line, RemovedImage removed) {
    switch (removed) {
      case RemovedImage.Untagged _ -> parts.announce.image("untag", image, image.id());
      case RemovedImage.Deleted(String deleted) -> {
        // Layers are among them, too, by their ChainIDs.
        if (line.contains(deleted)) {
          parts.announce.image("delete", deleted, deleted, Map.of());
        }
      }
    }
  }

  @Override
  public PrunedImages prune(Filters filters) {
    PruneFilter filter = PruneFilter.of(filters.require(PRUNE_FILTERS), LocalTime.now(parts.clock));
    boolean all = !filters.truth("dangling", true);
    PrunedImages pruned =
        store.prune(
            all, image -> filter.matches(image.created(), image.config().labels()), this::usersOf);
    parts.later(store::collectLayers);
    parts.announce.pruned("image", pruned.reclaimed());
    return pruned;
  }

  private List<ImageUse.Use> usersOf(String imageId) {
    return parts.registry.all().stream()
        .filter(container -> container.record().needs(imageId))
        .map(container -> new ImageUse.Use(container.id(), container.state().running()))
        .toList();
  }

  @Override
  public String importArchive(InputStream archive, ImportRequest request) {
    return new ImportImages(parts).sent(archive, request);
  }

  @Override
  public String importFrom(
      String url, Map<String, String> environment, ImportRequest request, Consumer<String> begun) {
    return new ImportImages(parts).fromWeb(url, environment, request, begun);
  }

  @Override
  public void save(List<String> images, @Nullable String platform, OutputStream out)
      throws IOException, InterruptedException {
    Platform wanted = platform == null ? null : Platform.parse(platform);
    try {
      new SaveImages(store).save(images, wanted, out);
      for (String image : images) {
        store.tryFind(image).ifPresent(each -> parts.announce.image("save", each, each.id()));
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }

  @Override
  public List<LoadedImage> load(
      InputStream archive, @Nullable String platform, LoadProgress progress)
      throws InterruptedException {
    Platform wanted = platform == null ? null : Platform.parse(platform);
    try {
      List<LoadedImage> loaded = new LoadImages(store).load(archive, wanted, progress);
      loaded.stream()
          .map(LoadedImage::id)
          .distinct()
          .flatMap(id -> store.tryFind(id).stream())
          .forEach(image -> parts.announce.image("load", image, image.id()));
      return loaded;
    } catch (InterruptedIOException | JdockException e) {
      // A thread that reads standard input sees its end when interrupted.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e instanceof JdockException known ? known : JdockException.internal("interrupted", e);
    }
  }

  @Override
  public Reference pull(PullRequest request, TransferProgress progress)
      throws InterruptedException {
    Reference pulled = transfers.pull(request, progress);
    // No caller waits for the disk: a power cut before this is over costs another pull.
    parts.later(store::flush);
    tellTransfer("pull", pulled);
    return pulled;
  }

  @Override
  public void obtain(PullRequest request, Obtaining progress) throws InterruptedException {
    Optional<Reference> pulled = transfers.obtain(request, progress);
    parts.later(store::flush);
    pulled.ifPresent(name -> tellTransfer("pull", name));
  }

  @Override
  public void push(PushRequest request, TransferProgress progress) throws InterruptedException {
    if (!request.allTags() && request.reference().digest() != null) {
      throw JdockException.invalid("cannot push a digest reference");
    }
    if (request.platform() != null) {
      Image _ = find(request.reference().familiar(), request.platform());
    }
    transfers.push(request, progress);
    tellTransfer("push", request.reference());
  }

  private void tellTransfer(String action, Reference reference) {
    Map<String, String> labels =
        store
            .tryFind(reference.familiar())
            .map(image -> image.config().labels())
            .orElseGet(TreeMap::new);
    parts.announce.image(action, reference.familiar(), reference.familiarName(), labels);
  }

  /** The image that FROM names. */
  BaseImages.Base base(BaseImages.Wanted wanted) throws InterruptedException {
    return transfers.base(wanted);
  }
}
