package dev.jdock.image.transfer;

import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.LayerBlob;
import dev.jdock.image.store.LayerStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** {@code pull}: brings images of registries into the store. Any number at a time. */
public final class PullImage {
  private final ImageStore store;
  private final Remotes remotes;
  private final Downloads downloads;
  private final LayerTransfers transfers;

  /**
   * @param root of the store, for what unfinished pulls leave
   */
  public PullImage(ImageStore store, Remotes remotes, Path root) {
    this.store = store;
    this.remotes = remotes;
    this.downloads = Downloads.open(root);
    this.transfers = new LayerTransfers(store.layers(), downloads);
    store.cacheLayers(downloads::layers);
  }

  /** Reports downloads that are damaged or belong to no pull, and removes them on request. */
  public void check(boolean repair, CheckListener listener) {
    downloads.check(repair, listener);
  }

  /**
   * Fetches what is missing of an image, or of a repository's images. Interrupting the thread
   * cancels; what has been fetched is there for the next pull.
   *
   * @throws JdockException in Docker's words
   */
  public void pull(PullRequest request, TransferProgress progress) throws InterruptedException {
    Reference reference = request.reference();
    Platform platform =
        request.platform() == null ? Platform.local() : Platform.parse(request.platform());
    boolean newer = false;
    try (LayerStore.Lease _ = store.keepLayers()) {
      RemoteRepository remote = open(request);
      if (request.allTags()) {
        for (String tag : remote.tags()) {
          newer |= pull(remote, reference.withTag(tag), platform, request.platform(), progress);
        }
      } else {
        newer = pull(remote, canonical(reference), platform, request.platform(), progress);
      }
    } catch (IOException e) {
      throw unavailable(e);
    }
    String name = request.allTags() ? reference.familiarName() : canonical(reference).familiar();
    progress.tell(
        TransferEvent.of(
            newer
                ? "Status: Downloaded newer image for " + name
                : "Status: Image is up to date for " + name));
  }

  /**
   * Looks an image up and fetches nothing but its documents. {@link #fetch} brings the rest of the
   * very same image, whatever its name stands for by then.
   *
   * @param request of one image
   * @throws JdockException in Docker's words
   */
  public FoundImage find(PullRequest request) throws InterruptedException {
    Reference name = canonical(request.reference());
    Platform platform =
        request.platform() == null ? Platform.local() : Platform.parse(request.platform());
    try {
      return new FoundImage(name, look(open(request), name, platform));
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /**
   * Fetches what is missing of an image that was found, and names it.
   *
   * @param request that it was found with
   */
  public void fetch(PullRequest request, FoundImage found, TransferProgress progress)
      throws InterruptedException {
    try (LayerStore.Lease _ = store.keepLayers()) {
      boolean _ = keep(open(request), found.name(), found.remote(), progress);
    }
  }

  private RemoteRepository open(PullRequest request) {
    return remotes.open(request.reference(), request.access());
  }

  private static JdockException unavailable(IOException e) {
    return new JdockException(JdockException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
  }

  private static RemoteImage look(RemoteRepository remote, Reference name, Platform platform)
      throws IOException {
    RemoteManifest found = remote.manifest(tagOrDigest(name));
    RemoteManifest manifest = RemoteImage.manifest(remote, name, found, platform);
    return RemoteImage.read(remote, found.descriptor().digest(), manifest);
  }

  private static String tagOrDigest(Reference name) {
    Digest digest = name.digest();
    return digest == null ? String.valueOf(name.tag()) : digest.toString();
  }

  /** A digest makes the tag beside it meaningless. */
  private static Reference canonical(Reference reference) {
    Digest digest = reference.digest();
    return digest == null ? reference : reference.withDigest(digest);
  }

  /**
   * @param asked the platform that the user named
   * @return whether the name stands for something new
   */
  private boolean pull(
      RemoteRepository remote,
      Reference name,
      Platform platform,
      @Nullable String asked,
      TransferProgress progress)
      throws IOException, InterruptedException {
    RemoteManifest found = remote.manifest(tagOrDigest(name));
    progress.tell(
        TransferEvent.of(
            name.digest() == null ? tagOrDigest(name) : name.toString(),
            "Pulling from " + name.repository()));
    RemoteManifest manifest = RemoteImage.manifest(remote, name, found, platform);
    RemoteImage image = RemoteImage.read(remote, found.descriptor().digest(), manifest);
    boolean newer = keep(remote, name, image, progress);
    progress.tell(TransferEvent.of("Digest: " + image.digest()));
    if (asked != null) {
      warnOfPlatform(name, image, platform, progress);
    }
    return newer;
  }

  private boolean keep(
      RemoteRepository remote, Reference name, RemoteImage image, TransferProgress progress)
      throws InterruptedException {
    String id = image.id().toString();
    Reference digestName = name.withDigest(image.digest());
    if (store.tryFind(id).isEmpty()) {
      fetchLayers(remote, image, progress);
    }
    boolean newer = !isNamed(name, id);
    if (newer || !isNamed(digestName, id)) {
      Set<Reference> names = new HashSet<>(List.of(name, digestName));
      Image _ = store.installUnflushed(image.configBytes(), image.manifestBytes(), names);
    }
    List<Digest> diffIds = image.config().diffIds();
    for (int i = 0; i < diffIds.size(); i++) {
      addRepository(diffIds.get(i), image.manifest().layers().get(i).digest(), name.name());
    }
    downloads.forgetLayers(diffIds);
    return newer;
  }

  /**
   * Where a layer was there already, that the registry's blob is the same one is a mere claim,
   * unless a transfer has seen it before.
   */
  private void addRepository(Digest diffId, Digest blob, String repository) {
    store.layers().blobs(diffId).stream()
        .map(LayerBlob::descriptor)
        .filter(known -> known.digest().equals(blob))
        .findFirst()
        .ifPresent(known -> store.layers().addBlob(diffId, known, repository));
  }

  private boolean isNamed(Reference name, String id) {
    Optional<Image> now = store.tryFind(name.toString());
    return now.isPresent() && now.get().id().equals(id);
  }

  private void fetchLayers(RemoteRepository remote, RemoteImage image, TransferProgress progress)
      throws InterruptedException {
    List<Descriptor> blobs = image.manifest().layers();
    List<Digest> diffIds = image.config().diffIds();
    List<Integer> missing = new ArrayList<>();
    Set<Digest> seen = new HashSet<>();
    for (int i = 0; i < blobs.size(); i++) {
      String id = TransferEvent.shortId(blobs.get(i).digest());
      if (store.layers().find(diffIds.get(i)).isPresent() || !seen.add(diffIds.get(i))) {
        progress.tell(TransferEvent.of(id, "Already exists"));
      } else {
        progress.tell(TransferEvent.of(id, "Pulling fs layer"));
        missing.add(i);
      }
    }
    EventQueue events = new EventQueue();
    List<LayerTransfers.Follower> followers = new ArrayList<>();
    try {
      for (int i : missing) {
        followers.add(transfers.join(blobs.get(i), diffIds.get(i), remote, events));
      }
      events.passOn(progress, followers.stream().map(LayerTransfers.Follower::done).toList());
    } catch (ExecutionException e) {
      throw reason(e);
    } finally {
      followers.forEach(LayerTransfers.Follower::leave);
      followers.forEach(LayerTransfers.Follower::awaitEnd);
    }
  }

  /**
   * Fetches one layer, unless the store has it. The caller holds {@link ImageStore#keepLayers}
   * until something names the layer.
   *
   * @param diffId what the layer must be once it is unpacked
   */
  public void fetchLayer(RemoteRepository remote, Descriptor blob, Digest diffId)
      throws InterruptedException {
    if (store.layers().find(diffId).isPresent()) {
      return;
    }
    EventQueue events = new EventQueue();
    LayerTransfers.Follower follower = transfers.join(blob, diffId, remote, events);
    try {
      events.passOn(_ -> {}, List.of(follower.done()));
      downloads.forgetLayers(List.of(diffId));
    } catch (ExecutionException e) {
      throw reason(e);
    } finally {
      follower.leave();
      follower.awaitEnd();
    }
  }

  private static JdockException reason(ExecutionException e) {
    Throwable cause = e.getCause();
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof JdockException known
        // A new one, as others may be told the same.
        ? new JdockException(known.kind(), known.getMessage() + "", known)
        : JdockException.internal(String.valueOf(cause), e);
  }

  private static void warnOfPlatform(
      Reference name, RemoteImage image, Platform wanted, TransferProgress progress) {
    Platform actual =
        new Platform(image.config().os(), image.config().architecture(), image.config().variant());
    if (!PlatformChoice.matches(wanted, actual)) {
      progress.tell(
          TransferEvent.of(
              "WARNING: image with reference %s was found but its platform (%s) does not match the specified platform (%s)"
                  .formatted(name.familiar(), actual, wanted)));
    }
  }

  /** Whether layers are on their way. */
  public boolean anyRunning() {
    return transfers.anyRunning();
  }
}
