package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRegistry;

/** {@code docker rm}: the container's files, and the anonymous volumes if asked for. */
public final class RemoveContainer {
  private final StopContainer stop;
  private final ContainerRegistry registry;
  private final ContainerRemains remains;

  public RemoveContainer(StopContainer stop, ContainerRegistry registry, ContainerRemains remains) {
    this.stop = stop;
    this.registry = registry;
    this.remains = remains;
  }

  /**
   * @param force kills it first if it runs
   */
  public void run(Container container, boolean force, boolean volumes) throws InterruptedException {
    do {
      if (container.state().active()) {
        if (!force) {
          throw running(container);
        }
        stop.killAndWait(container);
      }
      // Somebody may start it before the lock is taken.
    } while (!removeAtRest(container, volumes));
  }

  private static JdockException running(Container container) {
    if (container.paused()) {
      return JdockException.conflict(
          "You cannot remove a paused container "
              + container.id()
              + ". Unpause and then stop the container before attempting removal or force remove");
    }
    return JdockException.conflict(
        "cannot remove container \""
            + container.name()
            + "\": container is "
            + container.state().status().text()
            + ": stop the container before removing or force remove");
  }

  /** For {@code --rm}: anonymous volumes go too. */
  void afterExit(Container container) {
    boolean _ = removeAtRest(container, true);
  }

  /**
   * The same, but for the files, which nobody can ask for any more: who waits for the removal does
   * not wait for a disk. The lock is held.
   *
   * @return deletes the files
   */
  Runnable butForFiles(Container container) {
    forget(container, () -> remains.forget(container, true));
    return () -> {
      container.process().letMountsGo();
      remains.clear(container);
    };
  }

  /** Whether it was removed by this call: it may run, or be gone already. */
  boolean ifAtRest(Container container) {
    if (container.isRemoved() || !container.lock().lockToChange(0)) {
      return false;
    }
    try {
      return removeAtRest(container, false);
    } finally {
      container.lock().unlock();
    }
  }

  /** Whether it is gone; false when it runs. */
  private boolean removeAtRest(Container container, boolean volumes) {
    container.lock().lockToChange();
    try {
      if (container.state().active()) {
        return false;
      }
      if (!container.isRemoved()) {
        forget(
            container,
            () -> {
              remains.forget(container, volumes);
              remains.clearSoon(container);
            });
      }
      return true;
    } finally {
      container.lock().unlock();
    }
  }

  private void forget(Container container, Runnable deletion) {
    container.removing();
    try {
      container.io().finish();
      deletion.run();
    } catch (RuntimeException | Error e) {
      container.removalFailed(e);
      throw e;
    }
    registry.remove(container);
    container.removed();
    container.tell("destroy");
    remains.collectLayers(container);
  }
}
