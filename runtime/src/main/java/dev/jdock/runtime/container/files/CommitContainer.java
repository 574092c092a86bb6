package dev.jdock.runtime.container.files;

import dev.jdock.image.dockerfile.ConfigDraft;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.LayerPacker;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.Layer;
import dev.jdock.image.store.LayerStore;
import dev.jdock.image.store.NewImage;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.life.CommitPause;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.engine.CommitRequest;
import dev.jdock.runtime.event.Announcements;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** {@code docker commit}: an image of a container's image and what it has changed of it. */
public final class CommitContainer {
  private final ImageStore images;
  private final CommitPause pause;
  private final Announcements announce;
  private final Clock clock;

  public CommitContainer(
      ImageStore images, CommitPause pause, Announcements announce, Clock clock) {
    this.images = images;
    this.pause = pause;
    this.announce = announce;
    this.clock = clock;
  }

  /** The image's id. */
  public String run(Container container, CommitRequest request) {
    Reference name = request.name() == null ? null : Reference.parse(request.name());
    if (name != null && name.digest() != null) {
      throw JdockException.invalid("refusing to create a tag with a digest reference");
    }
    ImageConfig config = config(container.record().config(), request);
    boolean paused = request.pause() && pause.begin(container);
    Image image;
    try (LayerStore.Lease _ = images.keepLayers()) {
      image = create(container, request, config, name);
    } finally {
      if (paused) {
        pause.end(container);
      }
    }
    if (name != null) {
      announce.image("tag", image, name.familiar());
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

  private static ImageConfig config(ImageConfig own, CommitRequest request) {
    List<Instruction> changes = Dockerfile.parseChanges(request.changes());
    ImageConfig said = request.config();
    return said == null
        ? ConfigDraft.apply(own, changes)
        : CommittedConfig.of(ConfigDraft.apply(said, changes), own);
  }

  /** The container keeps its upper directory: the layer is a copy of it, made in one pass. */
  private Layer layer(Container container) {
    try {
      Pipe pipe = Pipe.open();
      FutureTask<Boolean> packing = new FutureTask<>(() -> pack(container, pipe));
      Thread.ofPlatform().daemon().name("commit").start(packing);
      try (InputStream in = Channels.newInputStream(pipe.source())) {
        Layer layer = images.layers().add(in);
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

  private boolean pack(Container container, Pipe pipe) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(Channels.newOutputStream(pipe.sink()), 64 << 10)) {
      LayerPacker.write(
          pause.files().upper(container.id()),
          out,
          (path, stat) -> MountTargets.contains("/" + path, stat));
      return true;
    }
  }

  private Image create(
      Container container, CommitRequest request, ImageConfig config, @Nullable Reference name) {
    Layer layer = layer(container);
    Instant now = clock.instant();
    ContainerRecord record = container.record();
    Optional<Image> base = images.tryFind(record.imageId());
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
    return images.create(
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
