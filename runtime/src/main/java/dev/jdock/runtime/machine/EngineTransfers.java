package dev.jdock.runtime.machine;

import dev.jdock.image.build.BaseImages;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.export.Exports;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Registries;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.transfer.FoundImage;
import dev.jdock.image.transfer.LayerPacking;
import dev.jdock.image.transfer.PullImage;
import dev.jdock.image.transfer.PullRequest;
import dev.jdock.image.transfer.PushImage;
import dev.jdock.image.transfer.PushRequest;
import dev.jdock.image.transfer.Remotes;
import dev.jdock.image.transfer.TransferProgress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Images from and to registries, counted while they are under way. */
final class EngineTransfers implements AutoCloseable {
  private final ImageStore store;
  private final Registries registries;
  private final PullImage pull;
  private final PushImage push;
  private final LayerPacking packing;
  private final AtomicInteger running = new AtomicInteger();

  EngineTransfers(ImageStore store, Registries registries, Path root) {
    Remotes remotes =
        (name, access) -> registries.open(name, access.credentials(), access.environment());
    this.store = store;
    this.registries = registries;
    this.pull = new PullImage(store, remotes, root);
    this.packing = new LayerPacking(store.layers(), root);
    this.push = new PushImage(store, remotes, packing);
  }

  /** What builds bring to registries, and take from there. */
  Exports exports() {
    return new Exports(
        store,
        packing,
        pull,
        push,
        (name, access, insecure) ->
            insecure
                ? registries.openInsecure(name, access.credentials(), access.environment())
                : registries.open(name, access.credentials(), access.environment()));
  }

  void pull(PullRequest request, TransferProgress progress) throws InterruptedException {
    boolean _ =
        counted(() -> {
          pull.pull(request, progress);
          return true;
        });
  }

  void check(boolean repair, CheckListener listener) {
    pull.check(repair, listener);
  }

  void push(PushRequest request, TransferProgress progress) throws InterruptedException {
    boolean _ =
        counted(() -> {
          push.push(request, progress);
          return true;
        });
  }

  /** A thread that waits for a registry sees it fail when interrupted. */
  private static JdockException unlessInterrupted(JdockException e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return e;
  }

  /** The image that FROM names: the store's if it is for the platform, else its registry's. */
  BaseImages.Base base(BaseImages.Wanted wanted) throws InterruptedException {
    Reference name = wanted.name();
    Optional<Image> there = store.tryFind(name.toString());
    if (!wanted.pull() && there.filter(image -> isFor(image, wanted)).isPresent()) {
      return BaseImages.stored(there.get());
    }
    var request = new PullRequest(name, false, wanted.platform().toString(), wanted.access());
    try {
      FoundImage found = counted(() -> pull.find(request));
      checkPlatform(wanted, found.image());
      return new FetchedBase(request, found);
    } catch (JdockException e) {
      if (there.isEmpty()) {
        Optional<Image> embedded = new EmbeddedImages(store).instead(name, e);
        if (embedded.isPresent()) {
          checkPlatform(wanted, embedded.get());
          return BaseImages.stored(embedded.get());
        }
      }
      throw inBuildKitsWords(name, e);
    }
  }

  private static void checkPlatform(BaseImages.Wanted wanted, Image found) {
    if (!isFor(found, wanted)) {
      throw JdockException.notFound(
          "%s: no match for platform in manifest: %s/%s is not %s: not found"
              .formatted(wanted.name(), found.os(), found.architecture(), wanted.platform()));
    }
  }

  /** An image of a registry. */
  private final class FetchedBase implements BaseImages.Base {
    private final PullRequest request;
    private final FoundImage found;

    FetchedBase(PullRequest request, FoundImage found) {
      this.request = request;
      this.found = found;
    }

    @Override
    public Image image() {
      return found.image();
    }

    @Override
    public boolean complete() {
      return store
          .tryFind(found.name().toString())
          .filter(named -> named.id().equals(found.image().id()))
          .isPresent();
    }

    @Override
    public void fetch(Consumer<String> parts) throws InterruptedException {
      boolean _ =
          counted(() -> {
            pull.fetch(
                request,
                found,
                event -> {
                  if (event.status().equals("Pull complete")) {
                    parts.accept("pulled layer " + event.id());
                  }
                });
            return true;
          });
    }
  }

  private interface Transfer<T> {
    T run() throws InterruptedException;
  }

  private <T> T counted(Transfer<T> transfer) throws InterruptedException {
    running.incrementAndGet();
    try {
      return transfer.run();
    } catch (JdockException e) {
      throw unlessInterrupted(e);
    } finally {
      running.decrementAndGet();
    }
  }

  private static boolean isFor(Image image, BaseImages.Wanted wanted) {
    return image.os().equals(wanted.platform().os())
        && image.architecture().equals(wanted.platform().architecture());
  }

  private static JdockException inBuildKitsWords(Reference name, JdockException e) {
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("no matching manifest")) {
      return new JdockException(e.kind(), "no match for platform in manifest: not found", e);
    }
    return e.kind() == JdockException.Kind.NOT_FOUND && message.startsWith("manifest for ")
        ? new JdockException(e.kind(), name + ": not found", e)
        : e;
  }

  boolean anyRunning() {
    return running.get() > 0 || pull.anyRunning();
  }

  @Override
  public void close() {
    registries.close();
  }
}
