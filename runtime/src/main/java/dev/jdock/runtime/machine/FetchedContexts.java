package dev.jdock.runtime.machine;

import dev.jdock.image.archive.LayoutArchive;
import dev.jdock.image.archive.LoadImages;
import dev.jdock.image.archive.LoadedImage;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.HiddenBytes;
import dev.jdock.image.build.NamedContexts;
import dev.jdock.image.build.NamedContexts.Source;
import dev.jdock.image.build.NumberedProgress;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.context.RemoteContext;
import dev.jdock.image.build.git.GitAccess;
import dev.jdock.image.build.plan.BuildSteps;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.store.ImageStore;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The named contexts of a build that lie elsewhere: those that its Dockerfile names are brought
 * here for as long as it takes. Closing removes their folders, and images that came of a layout and
 * that nobody has named.
 */
final class FetchedContexts implements AutoCloseable {
  private final ImageStore store;
  private final Path directory;
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<ReceivedContext> folders = new ArrayList<>();
  private final List<String> images = new ArrayList<>();
  private BuildRequest request;

  private FetchedContexts(BuildRequest request, ImageStore store, Path directory) {
    this.request = request;
    this.store = store;
    this.directory = directory;
  }

  /**
   * @param directory the builder's
   */
  static FetchedContexts of(BuildRequest request, ImageStore store, Path directory) {
    var result = new FetchedContexts(request, store, directory);
    result.putOff();
    return result;
  }

  /** The same, with nothing in it that its reader would have to fetch by itself. */
  BuildRequest request() {
    return request;
  }

  private void putOff() {
    boolean any =
        request.contexts().byName().values().stream()
            .anyMatch(source -> source instanceof Source.Remote || source instanceof Source.Layout);
    if (!any) {
      return;
    }
    BuildRequest asked = request;
    var steps = new BuildSteps(new NumberedProgress(asked.progress(), numbers, name -> name));
    Map<String, Source> here = new LinkedHashMap<>();
    asked
        .contexts()
        .byName()
        .forEach((name, source) ->
            here.put(
                name,
                switch (source) {
                  case Source.Remote(String url) ->
                      new Once(source, () -> folder(name, url, steps));
                  case Source.Layout layout -> new Once(source, () -> image(name, layout, steps));
                  case Source.Folder folder -> folder;
                  case Source.Registry registry -> registry;
                  case Source.Built built -> built;
                  case Source.Elsewhere elsewhere -> elsewhere;
                }));
    request =
        asked
            .with(new NamedContexts(here))
            .with(new NumberedProgress(asked.progress(), numbers, name -> name));
  }

  /** Fetches something and returns where it is. */
  private interface Fetching {
    Source fetch() throws InterruptedException;
  }

  /** Fetches at the first call; the reader of a Dockerfile is one thread. */
  private static final class Once implements Source.Elsewhere {
    private final Source from;
    private final Fetching fetching;
    private @Nullable Source here;

    Once(Source from, Fetching fetching) {
      this.from = from;
      this.fetching = fetching;
    }

    @Override
    public synchronized Source fetch() throws InterruptedException {
      if (here == null) {
        here = fetching.fetch();
      }
      return here;
    }

    @Override
    public Source from() {
      return from;
    }
  }

  private Source folder(String name, String url, BuildSteps steps) throws InterruptedException {
    var remote = new RemoteContext(url, access(), directory);
    ReceivedContext folder =
        steps.run("[context " + name + "] load " + url, _ -> remote.fetchNamed());
    folders.add(folder);
    return new Source.Folder(folder.directory());
  }

  private GitAccess access() {
    Map<String, RunOptions.Secret> secrets = request.run().secrets();
    return new GitAccess(
        request.access().environment(),
        request.run().agents().get(GitAccess.AGENT),
        id -> Optional.ofNullable(secrets.get(id)).map(s -> bytes(s.read())));
  }

  private static byte[] bytes(HiddenBytes hidden) {
    return hidden.bytes();
  }

  private Source image(String name, Source.Layout layout, BuildSteps steps)
      throws InterruptedException {
    Platform platform =
        request.platform() == null ? Platform.local() : Platform.parse(request.platform());
    return steps.run(
        "[context " + name + "] OCI load from client",
        _ -> {
          try (InputStream archive =
              LayoutArchive.of(layout.directory(), layout.tag(), layout.digest())) {
            List<String> before = store.list().stream().map(image -> image.id()).toList();
            List<LoadedImage> loaded =
                new LoadImages(store).load(archive, platform, (_, _, _) -> {});
            String id = loaded.getFirst().id();
            if (!before.contains(id)) {
              images.add(id);
            }
            return new Source.Built(id);
          } catch (InterruptedIOException e) {
            throw new InterruptedException();
          }
        });
  }

  @Override
  public void close() {
    folders.forEach(ReceivedContext::close);
    for (String id : images) {
      try {
        store.tryFind(id).filter(image -> image.names().isEmpty()).ifPresent(image -> remove(id));
      } catch (JdockException _) {
        // Something else uses it by now.
      }
    }
  }

  /** No container can have been made of it: it has no name, and its id is known to nobody. */
  private void remove(String id) {
    var _ = store.remove(id, false, true, _ -> List.of());
  }
}
