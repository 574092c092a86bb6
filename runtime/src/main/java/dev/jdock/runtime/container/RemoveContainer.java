package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;

/** {@code docker rm}: the container's files, and the anonymous volumes if asked for. */
final class RemoveContainer {
  private RemoveContainer() {}

  /**
   * @param force kills it first if it runs
   */
  static void run(ContainerRuntime runtime, Container container, boolean force, boolean volumes)
      throws InterruptedException {
    if (container.state().running()) {
      if (!force) {
        throw JdockException.conflict(
            "cannot remove container \"/"
                + container.name()
                + "\": container is running: stop the container before removing or force remove");
      }
      StopContainer.killAndWait(container);
    }
    if (container.record().spec().lifecycle().autoRemove() && container.exits() > 0) {
      // Its end removes it, or has done so.
      container.awaitRemoved();
      return;
    }
    remove(runtime, container, volumes);
  }

  /** For {@code --rm}: anonymous volumes go too. */
  static void afterExit(ContainerRuntime runtime, Container container) {
    remove(runtime, container, true);
  }

  private static void remove(ContainerRuntime runtime, Container container, boolean volumes) {
    container.lock().lock();
    try {
      if (container.state().running()) {
        throw JdockException.conflict(
            "container " + container.id() + " was started while it was being removed");
      }
      container.replace(container.state().removing());
      container.io().finish();
      FileTrees.delete(runtime.files().run(container.id()));
      FileTrees.delete(runtime.files().directory(container.id()));
      if (volumes) {
        container.record().mounts().stream()
            .filter(MountPoint::anonymous)
            .forEach(mount -> runtime.volumes().remove(mount.name()));
      }
      runtime.registry().remove(container);
      container.removed();
    } finally {
      container.lock().unlock();
    }
  }
}
