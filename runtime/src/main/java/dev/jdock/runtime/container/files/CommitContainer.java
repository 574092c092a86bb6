package dev.jdock.runtime.container.files;

import dev.jdock.image.dockerfile.ConfigDraft;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.LayerPacker;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.Layer;
import dev.jdock.image.store.LayerStore;
import dev.jdock.image.store.NewImage;
import dev.jdock.linux.SyscallException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRuntime;
import dev.jdock.runtime.container.life.PauseContainer;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.engine.CommitRequest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** {@code docker commit}: an image of a container's image and what it has changed of it. */
public final class CommitContainer {
  private final ContainerRuntime runtime;
  private final Container container;
  private final CommitRequest request;

  public CommitContainer(ContainerRuntime runtime, Container container, CommitRequest request) {
    this.runtime = runtime;
    this.container = container;
    this.request = request;
  }

  /** The image's id. */
  public String run() {
    Reference name = request.name() == null ? null : Reference.parse(request.name());
    if (name != null && name.digest() != null) {
      throw JdockException.invalid("refusing to create a tag with a digest reference");
    }
    ImageConfig config =
        ConfigDraft.apply(container.record().config(), Dockerfile.parseChanges(request.changes()));
    boolean paused = pause();
    Image image;
    try (LayerStore.Lease _ = runtime.images().keepLayers()) {
      image = create(config, layer(), name);
    } finally {
      if (paused) {
        thaw(runtime, container);
      }
    }
    if (name != null) {
      runtime.tellImage("tag", image, name.familiar());
    }
    container.tell(
        "commit",
        "comment",
        request.message(),
        "imageID",
        image.id(),
        "imageRef",
        name == null ? "" : name.familiar());
    return image.id();
  }

  /** Whether it was this that froze it. */
  private boolean pause() {
    if (!request.pause() || !container.state().running() || container.paused()) {
      return false;
    }
    if (!mark()) {
      return false;
    }
    try {
      new PauseContainer(runtime, container).pause();
      return true;
    } catch (JdockException ended) {
      boolean _ = unmark(runtime, container);
      return false;
    } catch (SyscallException cannot) {
      boolean _ = unmark(runtime, container);
      throw JdockException.internal("cannot pause container " + container.id(), cannot);
    }
  }

  /**
   * For an engine that finds it frozen: it is not what its user wants.
   *
   * @return false for one that has ended meanwhile
   */
  private boolean mark() {
    Path mark = mark(runtime, container);
    try {
      Files.write(mark, new byte[0]);
      return true;
    } catch (NoSuchFileException ended) {
      return false;
    } catch (IOException e) {
      throw new JdockException(
          JdockException.Kind.INTERNAL, "cannot write " + mark + ": " + e.getMessage(), e);
    }
  }

  private static Path mark(ContainerRuntime runtime, Container container) {
    return runtime.files().run(container.id()).resolve("committing");
  }

  private static boolean unmark(ContainerRuntime runtime, Container container) {
    Path mark = mark(runtime, container);
    try {
      return Files.deleteIfExists(mark);
    } catch (IOException e) {
      throw JdockException.internal("cannot remove " + mark + ": " + e.getMessage(), e);
    }
  }

  private static void thaw(ContainerRuntime runtime, Container container) {
    PauseContainer.thaw(runtime, container);
    boolean _ = unmark(runtime, container);
  }

  /** Lets one go on that a commit had frozen whose engine has died. */
  public static void thawAfterCrash(ContainerRuntime runtime, Container container) {
    if (Files.exists(mark(runtime, container))) {
      if (container.paused()) {
        PauseContainer.thaw(runtime, container);
      }
      boolean _ = unmark(runtime, container);
    }
  }

  /** The container keeps its upper directory: the layer is a copy of it, made in one pass. */
  private Layer layer() {
    try {
      Pipe pipe = Pipe.open();
      FutureTask<Boolean> packing = new FutureTask<>(() -> pack(pipe));
      Thread.ofPlatform().daemon().name("commit").start(packing);
      try (InputStream in = Channels.newInputStream(pipe.source())) {
        Layer layer = runtime.images().layers().add(in);
        packing.get();
        return layer;
      }
    } catch (ExecutionException e) {
      throw JdockException.internal(
          "cannot pack container " + container.id() + ": " + e.getCause(), e);
    } catch (IOException e) {
      throw JdockException.internal("cannot pack container " + container.id(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JdockException(JdockException.Kind.UNAVAILABLE, "interrupted", e);
    }
  }

  private boolean pack(Pipe pipe) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(Channels.newOutputStream(pipe.sink()), 64 << 10)) {
      LayerPacker.write(
          runtime.files().upper(container.id()),
          out,
          (path, stat) -> MountTargets.contains("/" + path, stat));
      return true;
    }
  }

  private Image create(ImageConfig config, Layer layer, @Nullable Reference name) {
    Instant now = runtime.clock().instant();
    ContainerRecord record = container.record();
    Optional<Image> base = runtime.images().tryFind(record.imageId());
    List<Digest> layers = new ArrayList<>();
    record.layers().forEach(each -> layers.add(Digest.parse(each)));
    List<Image.History> history = new ArrayList<>();
    if (base.isPresent()) {
      history.addAll(base.get().historyOfLayers());
    } else {
      layers.forEach(_ -> history.add(new Image.History(now, "", "", false)));
    }
    layers.add(layer.diffId());
    history.add(
        new Image.History(now, String.join(" ", record.commandLine()), request.message(), false));
    return runtime
        .images()
        .create(
            new NewImage(
                config,
                layers,
                history,
                base.map(Image::id).orElse(null),
                now,
                base.map(Image::architecture).orElseGet(CommitContainer::architecture),
                base.map(Image::os).orElse("linux"),
                base.map(Image::variant).orElse(null),
                request.author(),
                request.message(),
                name == null ? List.of() : List.of(name)));
  }

  /** This machine's processor, as Go names it. */
  private static String architecture() {
    String name = System.getProperty("os.arch");
    return name.equals("aarch64") ? "arm64" : "amd64";
  }
}
