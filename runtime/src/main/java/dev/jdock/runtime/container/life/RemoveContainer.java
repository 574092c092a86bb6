package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRuntime;
import dev.jdock.runtime.container.create.StorageSize;
import dev.jdock.runtime.container.record.FileTrees;
import dev.jdock.runtime.container.record.MountPoint;
import java.util.concurrent.RejectedExecutionException;

/** {@code docker rm}: the container's files, and the anonymous volumes if asked for. */
public final class RemoveContainer {
  private RemoveContainer() {}

  /**
   * @param force kills it first if it runs
   */
  public static void run(
      ContainerRuntime runtime, Container container, boolean force, boolean volumes)
      throws InterruptedException {
    do {
      if (container.state().active()) {
        if (!force) {
          throw running(container);
        }
        new StopContainer(runtime, container).killAndWait();
      }
      // Somebody may start it before the lock is taken.
    } while (!removeAtRest(runtime, container, volumes));
  }

  private static JdockException running(Container container) {
    if (container.paused()) {
      return JdockException.conflict(
          "You cannot remove a paused container "
              + container.id()
              + ". Unpause and then stop the container before attempting removal or force remove");
    }
    return JdockException.conflict(
        "cannot remove container \"/"
            + container.name()
            + "\": container is "
            + container.state().status().text()
            + ": stop the container before removing or force remove");
  }

  /** For {@code --rm}: anonymous volumes go too. */
  static void afterExit(ContainerRuntime runtime, Container container) {
    removeAtRest(runtime, container, true);
  }

  /** Whether it was removed by this call: it may run, or be gone already. */
  static boolean ifAtRest(ContainerRuntime runtime, Container container) {
    if (container.isRemoved() || !container.lockToChange(0)) {
      return false;
    }
    try {
      return removeAtRest(runtime, container, false);
    } finally {
      container.lock().unlock();
    }
  }

  /** Whether it is gone; false when it runs. */
  private static boolean removeAtRest(
      ContainerRuntime runtime, Container container, boolean volumes) {
    container.lockToChange();
    try {
      if (container.state().active()) {
        return false;
      }
      if (!container.isRemoved()) {
        container.removing();
        try {
          container.io().finish();
          deleteFiles(runtime, container, volumes);
        } catch (RuntimeException | Error e) {
          container.removalFailed(e);
          throw e;
        }
        runtime.registry().remove(container);
        container.removed();
        container.tell("destroy");
        collectLayers(runtime, container);
      }
      return true;
    } finally {
      container.lock().unlock();
    }
  }

  /** The last container of an image that was removed under it has kept its layers. */
  private static void collectLayers(ContainerRuntime runtime, Container container) {
    if (runtime.images().tryFind(container.record().imageId()).isEmpty()) {
      try {
        runtime.background().execute(runtime.images()::collectLayers);
      } catch (RejectedExecutionException closing) {
        // The next engine does it when it opens.
        return;
      }
    }
  }

  /** Another container got it by {@code --volumes-from}. */
  private static boolean isLent(ContainerRuntime runtime, Container owner, String volume) {
    return runtime.registry().all().stream()
        .filter(other -> !other.equals(owner))
        .flatMap(other -> other.record().mounts().stream())
        .anyMatch(mount -> mount.name().equals(volume));
  }

  /** The configuration goes before the rest, which is no container any more without it. */
  private static void deleteFiles(ContainerRuntime runtime, Container container, boolean volumes) {
    if (volumes) {
      container.record().mounts().stream()
          .filter(MountPoint::anonymous)
          .filter(mount -> !isLent(runtime, container, mount.name()))
          .forEach(mount -> {
            runtime.volumes().remove(mount.name());
            runtime.announce().volume("destroy", mount.name());
          });
    }
    FileTrees.delete(runtime.files().run(container.id()));
    runtime.files().forget(container.id());
    StorageSize.release(
        container.record().spec().storage().options(), runtime.files().upper(container.id()));
    FileTrees.delete(runtime.files().directory(container.id()));
  }
}
