package dev.jdock.image.transfer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.LayerForm;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.LayerStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** {@code push}: sends images of the store to registries. Any number at a time. */
public final class PushImage {
  // As many as Docker has.
  private static final int AT_ONCE = 5;
  private static final int CANCEL_SECONDS = 5;

  private final ImageStore store;
  private final Remotes remotes;
  private final LayerPacking packing;

  /**
   * @param packing for layers that have to be compressed
   */
  public PushImage(ImageStore store, Remotes remotes, LayerPacking packing) {
    this.store = store;
    this.remotes = remotes;
    this.packing = packing;
  }

  /**
   * Sends what the registry does not have yet. Interrupting the thread cancels.
   *
   * @throws JdockException in Docker's words
   */
  public void push(PushRequest request, TransferProgress progress) throws InterruptedException {
    Reference reference = request.reference();
    progress.tell(TransferEvent.of("The push refers to repository [" + reference.name() + "]"));
    List<Reference> names = names(request);
    RemoteRepository remote = remotes.open(reference, request.access());
    try {
      for (Reference name : names) {
        Image image = store.find(name.toString());
        Descriptor _ = push(remote, name, image, PushForm.USUAL, progress);
      }
    } catch (IOException e) {
      throw new JdockException(JdockException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  private List<Reference> names(PushRequest request) {
    Reference reference = request.reference();
    List<Reference> tags = store.tagsOf(reference);
    if (tags.isEmpty()) {
      throw JdockException.notFound(
          "An image does not exist locally with the tag: " + reference.familiarName());
    }
    if (request.allTags()) {
      return tags;
    }
    if (!tags.contains(reference)) {
      throw JdockException.notFound("tag does not exist: " + reference.familiar());
    }
    return List.of(reference);
  }

  /**
   * Sends an image that need not have that name here.
   *
   * @param name with a tag to find it by; one with a digest is found by what its manifest has
   * @return of its manifest, as the registry has it then
   */
  public Descriptor push(
      RemoteRepository remote,
      Image image,
      Reference name,
      PushForm form,
      TransferProgress progress)
      throws InterruptedException {
    try {
      return push(remote, name, image, form, progress);
    } catch (IOException e) {
      throw new JdockException(JdockException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  private Descriptor push(
      RemoteRepository remote,
      Reference name,
      Image image,
      PushForm form,
      TransferProgress progress)
      throws IOException, InterruptedException {
    List<Digest> diffIds = image.diffIds().stream().map(Digest::parse).toList();
    try (LayerStore.Lease _ = store.layers().hold(diffIds)) {
      byte[] config = store.config(image);
      byte[] known = store.manifest(image);
      Map<Digest, Descriptor> blobs = pushLayers(remote, diffIds, form.layers(), progress);
      List<Descriptor> layers = new ArrayList<>();
      for (Digest diffId : diffIds) {
        layers.add(Objects.requireNonNull(blobs.get(diffId)));
      }
      byte[] bytes = form.manifest(known, layers, Digest.parse(image.id()), config.length);
      Manifest manifest = Manifest.read(bytes);
      if (!remote.hasBlob(manifest.config().digest())) {
        remote.upload(manifest.config(), () -> new ByteArrayInputStream(config), _ -> {});
      }
      String tag = form.byDigest() ? Digest.of(bytes).toString() : String.valueOf(name.tag());
      Descriptor pushed = remote.putManifest(tag, manifest.mediaType(), bytes);
      progress.tell(
          TransferEvent.of(
              "%s: digest: %s size: %d".formatted(tag, pushed.digest(), bytes.length)));
      Image _ = store.install(config, bytes, List.of(name.withDigest(Digest.of(bytes))));
      return pushed;
    }
  }

  /**
   * Sends layers, which the caller keeps in the store: uppermost first, as Docker does.
   *
   * @return by diffID what the registry has then
   */
  public Map<Digest, Descriptor> pushLayers(
      RemoteRepository remote, List<Digest> diffIds, LayerForm form, TransferProgress progress)
      throws IOException, InterruptedException {
    List<Digest> order = diffIds.reversed().stream().distinct().toList();
    EventQueue events = new EventQueue();
    List<LayerPush> pushes = new ArrayList<>();
    for (Digest diffId : order) {
      pushes.add(new LayerPush(diffId, remote, store.layers(), packing, form, events));
      progress.tell(TransferEvent.of(TransferEvent.shortId(diffId), "Preparing"));
    }
    for (Digest diffId : order.stream().skip(AT_ONCE).toList()) {
      progress.tell(TransferEvent.of(TransferEvent.shortId(diffId), "Waiting"));
    }
    ExecutorService executor =
        Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("push-", 0).factory());
    try {
      List<CompletableFuture<Descriptor>> layers =
          pushes.stream().map(push -> submit(push, executor)).toList();
      events.passOn(progress, layers);
      Map<Digest, Descriptor> result = new HashMap<>();
      for (int i = 0; i < order.size(); i++) {
        result.put(order.get(i), layers.get(i).get());
      }
      return result;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case JdockException known -> throw known;
        case IOException failed -> throw failed;
        case null, default -> throw JdockException.internal(String.valueOf(e.getCause()), e);
      }
    } finally {
      executor.shutdownNow();
      boolean _ = executor.awaitTermination(CANCEL_SECONDS, TimeUnit.SECONDS);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whoever waits gets whatever it is
  private static CompletableFuture<Descriptor> submit(LayerPush push, Executor executor) {
    CompletableFuture<Descriptor> result = new CompletableFuture<>();
    executor.execute(() -> {
      try {
        result.complete(push.call());
      } catch (Exception | Error e) {
        result.completeExceptionally(e);
      }
    });
    return result;
  }
}
