package dev.jdock.runtime.machine;

import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.Platform;
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
import dev.jdock.runtime.engine.Builds;
import dev.jdock.runtime.engine.Obtaining;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Images from and to registries, counted while they are under way. */
final class EngineTransfers implements AutoCloseable {
  private final ImageStore store;
  private final Registries registries;
  private final PullImage pull;
  private final PushImage push;
  private final LayerPacking packing;
  private final Aliases aliases;
  private final EmbeddedImages embedded;
  private final AtomicInteger running = new AtomicInteger();

  /**
   * @param builds what is embedded as a recipe
   */
  EngineTransfers(ImageStore store, Registries registries, Path root, Supplier<Builds> builds) {
    Remotes remotes =
        (name, access) -> registries.open(name, access.credentials(), access.environment());
    this.store = store;
    this.registries = registries;
    this.pull = new PullImage(store, remotes, root);
    this.packing = new LayerPacking(store.layers(), root);
    this.push = new PushImage(store, remotes, packing);
    this.aliases = new Aliases(registries::shortNames);
    this.embedded = new EmbeddedImages(store, builds);
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

  /**
   * Fetches an image from its registry, or what its short name stands for from that one's.
   *
   * @return the name that it was fetched by
   */
  Reference pull(PullRequest request, TransferProgress progress) throws InterruptedException {
    Reference full = aliases.ask(request, progress::note, each -> fetched(each, progress));
    nameLike(request.reference(), full);
    return full;
  }

  private Reference fetched(PullRequest request, TransferProgress progress)
      throws InterruptedException {
    return counted(() -> {
      pull.pull(request, progress);
      return request.reference();
    });
  }

  /**
   * As {@link #pull}; an image that is there will do, and an embedded one.
   *
   * @return empty for an embedded one
   */
  Optional<Reference> obtain(PullRequest request, Obtaining progress) throws InterruptedException {
    Reference name = request.reference();
    try {
      Reference full =
          aliases.ask(
              request,
              progress::note,
              each ->
                  !each.reference().equals(name) && isHere(each)
                      ? each.reference()
                      : fetched(each, progress));
      nameLike(name, full);
      return Optional.of(full);
    } catch (JdockException e) {
      var missing = new EmbeddedImages.Missing(name, platform(request), request.access(), e);
      if (embedded.instead(missing, progress::note, progress::building).isEmpty()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Platform platform(PullRequest request) {
    return request.platform() == null ? Platform.local() : Platform.parse(request.platform());
  }

  private boolean isHere(PullRequest request) {
    Platform platform = platform(request);
    return store
        .tryFind(request.reference().toString())
        .filter(image -> isFor(image, platform))
        .isPresent();
  }

  /** What a short name stood for is found by it from now on, without asking anybody. */
  private void nameLike(Reference name, Reference full) {
    if (!name.equals(full)) {
      store.tryFind(full.toString()).ifPresent(image -> store.tag(image, name));
    }
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
    if (!wanted.pull() && there.filter(image -> isFor(image, wanted.platform())).isPresent()) {
      return BaseImages.stored(there.get());
    }
    var request =
        new PullRequest(
            name, false, wanted.platform().toString(), wanted.access(), wanted.shortName());
    try {
      return aliases.ask(request, wanted.notes(), each -> found(wanted, each));
    } catch (JdockException e) {
      if (there.isEmpty()) {
        var missing = new EmbeddedImages.Missing(name, wanted.platform(), wanted.access(), e);
        Optional<Image> made = embedded.instead(missing, wanted.notes(), wanted::progress);
        if (made.isPresent()) {
          return BaseImages.stored(made.get());
        }
      }
      throw inBuildKitsWords(name, e);
    }
  }

  private BaseImages.Base found(BaseImages.Wanted wanted, PullRequest request)
      throws InterruptedException {
    boolean other = !request.reference().equals(wanted.name());
    if (other && !wanted.pull() && isHere(request)) {
      return BaseImages.stored(store.find(request.reference().toString()));
    }
    FoundImage found = counted(() -> pull.find(request));
    checkPlatform(wanted, found.image());
    return new FetchedBase(request, found, wanted.name());
  }

  private static void checkPlatform(BaseImages.Wanted wanted, Image found) {
    if (!isFor(found, wanted.platform())) {
      throw JdockException.notFound(
          "%s: no match for platform in manifest: %s/%s is not %s: not found"
              .formatted(wanted.name(), found.os(), found.architecture(), wanted.platform()));
    }
  }

  /** An image of a registry. */
  private final class FetchedBase implements BaseImages.Base {
    private final PullRequest request;
    private final FoundImage found;
    private final Reference name;

    /**
     * @param name in the Dockerfile
     */
    FetchedBase(PullRequest request, FoundImage found, Reference name) {
      this.request = request;
      this.found = found;
      this.name = name;
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
      nameLike(name, request.reference());
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

  private static boolean isFor(Image image, Platform platform) {
    return image.os().equals(platform.os()) && image.architecture().equals(platform.architecture());
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
