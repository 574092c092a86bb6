package dev.jdock.runtime.machine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.archive.LoadImages;
import dev.jdock.image.archive.LoadProgress;
import dev.jdock.image.archive.LoadedImage;
import dev.jdock.image.archive.SaveImages;
import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.Platform;
import dev.jdock.image.dockerfile.ConfigDraft;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.embedded.HelloWorld;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.ImageUse;
import dev.jdock.image.store.PrunedImages;
import dev.jdock.image.store.RemovedImage;
import dev.jdock.image.transfer.PullRequest;
import dev.jdock.image.transfer.PushRequest;
import dev.jdock.image.transfer.TransferProgress;
import dev.jdock.runtime.engine.Images;
import dev.jdock.runtime.engine.PruneFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The store's images, as the front ends ask for them. */
final class EngineImages implements Images {
  private final ImageStore store;
  private final ContainerParts parts;
  private final EngineTransfers transfers;

  EngineImages(ImageStore store, ContainerParts parts, EngineTransfers transfers) {
    this.store = store;
    this.transfers = transfers;
    this.parts = parts;
  }

  @Override
  public List<Image> list() {
    return store.list();
  }

  @Override
  public Image find(String image) {
    return store.find(image);
  }

  @Override
  public JsonNode inspect(String image) {
    return store.inspect(store.find(image));
  }

  @Override
  public JsonNode history(String image) {
    return store.history(store.find(image));
  }

  @Override
  public void tag(String image, String name) {
    Image found = store.find(image);
    Reference target = target(name);
    store.tag(found, target);
    parts.announce.image("tag", found, target.familiar());
  }

  private static Reference target(String name) {
    Reference reference = Reference.parse(name);
    if (reference.digest() != null) {
      throw JdockException.invalid("refusing to create a tag with a digest reference");
    }
    return reference;
  }

  @Override
  public List<RemovedImage> remove(String image, boolean force, boolean prune) {
    Image found = store.tryFind(image).orElse(null);
    Set<String> line = line(found);
    List<RemovedImage> removed = store.remove(image, force, prune, this::usersOf);
    if (found != null) {
      removed.forEach(each -> tellRemoved(found, line, each));
    }
    // Records of the build cache go with the layers that they name.
    later(store::collectLayers);
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

  /** Nobody has to wait for it. */
  private void later(Runnable work) {
    try {
      parts.background.execute(work);
    } catch (RejectedExecutionException closing) {
      // The next engine does it when it opens.
      return;
    }
  }

  @Override
  public PrunedImages prune(boolean all, PruneFilter filter) {
    PrunedImages pruned =
        store.prune(
            all, image -> filter.matches(image.created(), image.config().labels()), this::usersOf);
    later(store::collectLayers);
    parts.announce.pruned("image", pruned.reclaimed());
    return pruned;
  }

  private List<ImageUse.Use> usersOf(String imageId) {
    return parts.registry.all().stream()
        .filter(container -> container.record().imageId().equals(imageId))
        .map(container -> new ImageUse.Use(container.id(), container.state().running()))
        .toList();
  }

  @Override
  public String importArchive(
      InputStream archive,
      @Nullable String name,
      String message,
      List<String> changes,
      @Nullable String platform) {
    Platform wanted = platform == null ? Platform.local() : Platform.parse(platform);
    if (!wanted.os().equals("linux")) {
      throw JdockException.invalid("operating system is not supported: " + wanted.os());
    }
    Reference reference = name == null ? null : target(name);
    ImageConfig config = ConfigDraft.apply(ImageConfig.empty(), Dockerfile.parseChanges(changes));
    Descriptor.Platform target =
        new Descriptor.Platform(wanted.os(), wanted.architecture(), wanted.variant());
    Image made = store.importArchive(archive, reference, message, config, target);
    if (reference != null) {
      parts.announce.image("tag", made, reference.familiar());
    }
    parts.announce.image("import", made, made.id());
    return made.id();
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
      // Whoever reads standard input sees its end when interrupted.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e instanceof JdockException known ? known : JdockException.internal("interrupted", e);
    }
  }

  @Override
  public @Nullable Image installEmbedded(String name) {
    Reference reference = Reference.parse(name);
    String architecture = Platform.local().architecture();
    boolean known =
        reference.equals(Reference.parse(HelloWorld.REPOSITORY))
            && HelloWorld.ARCHITECTURES.contains(architecture);
    if (!known) {
      return null;
    }
    return store
        .tryFind(name)
        .orElseGet(() ->
            store.importArchive(
                new ByteArrayInputStream(HelloWorld.archive(architecture)),
                reference,
                "embedded in jdock",
                HelloWorld.config()));
  }

  @Override
  public void pull(PullRequest request, TransferProgress progress) throws InterruptedException {
    transfers.pull(request, progress);
    // Nobody has to wait for the disk: a power cut before this is over costs another pull.
    later(store::flush);
    tellTransfer("pull", request.reference());
  }

  @Override
  public void push(PushRequest request, TransferProgress progress) throws InterruptedException {
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
  Image base(BaseImages.Wanted wanted, Consumer<String> parts) throws InterruptedException {
    return transfers.base(wanted, parts, this::installEmbedded);
  }
}
