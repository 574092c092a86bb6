package dev.jdock.runtime.container.life;

import dev.jdock.image.store.ImageStore;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.create.StorageSize;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.MountPoint;
import dev.jdock.runtime.event.Announcements;
import dev.jdock.runtime.volume.VolumeStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/** What is left of a container when it is removed: files, anonymous volumes, layers. */
public final class ContainerRemains {
  private final ContainerFiles files;
  private final ContainerRegistry registry;
  private final VolumeStore volumes;
  private final ImageStore images;
  private final ExecutorService background;
  private final Announcements announce;

  public ContainerRemains(
      ContainerFiles files,
      ContainerRegistry registry,
      VolumeStore volumes,
      ImageStore images,
      ExecutorService background,
      Announcements announce) {
    this.files = files;
    this.registry = registry;
    this.volumes = volumes;
    this.images = images;
    this.background = background;
    this.announce = announce;
  }

  /**
   * Deletes its record: what is left is no container any more, and is removed by an engine after
   * this one if this one does not come to {@link #clear} it.
   *
   * @param anonymous whether its anonymous volumes go, too, unless another container has them
   */
  void forget(Container container, boolean anonymous) {
    if (anonymous) {
      container.record().mounts().stream()
          .filter(MountPoint::anonymous)
          .filter(mount -> !isLent(container, mount.name()))
          .forEach(mount -> {
            volumes.remove(mount.name());
            announce.volume("destroy", mount.name());
          });
    }
    files.forget(container.id());
  }

  /** Deletes the files of one that was forgotten. */
  void clear(Container container) {
    try {
      StorageSize.release(
          container.record().spec().storage().options(), files.upper(container.id()));
    } finally {
      files.remove(container.id());
    }
  }

  /**
   * The same; where it gives hardly any space back, nobody waits for it. What is free afterwards is
   * free when this returns.
   */
  void clearSoon(Container container) {
    if (files.isLarge(container.id())) {
      clear(container);
      return;
    }
    try {
      background.execute(() -> clear(container));
    } catch (RejectedExecutionException closing) {
      clear(container);
    }
  }

  /** Another container got it by {@code --volumes-from}. */
  private boolean isLent(Container owner, String volume) {
    return registry.all().stream()
        .filter(other -> !other.equals(owner))
        .flatMap(other -> other.record().mounts().stream())
        .anyMatch(mount -> mount.name().equals(volume));
  }

  /** The last container of an image that was removed under it has kept its layers. */
  void collectLayers(Container container) {
    if (images.tryFind(container.record().imageId()).isEmpty()) {
      try {
        background.execute(images::collectLayers);
      } catch (RejectedExecutionException closing) {
        // The next engine does it when it opens.
        return;
      }
    }
  }
}
