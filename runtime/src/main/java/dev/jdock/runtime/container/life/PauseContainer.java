package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRuntime;

/** {@code docker pause} and {@code docker unpause}: the cgroup freezer. */
public final class PauseContainer {
  private final ContainerRuntime runtime;
  private final Container container;

  public PauseContainer(ContainerRuntime runtime, Container container) {
    this.runtime = runtime;
    this.container = container;
  }

  public void pause() {
    container.lockToChange();
    try {
      if (container.state().restarting()) {
        throw JdockException.conflict(
            "Container " + container.id() + " is restarting, wait until the container is running");
      }
      CgroupDirectory cgroup = running();
      if (container.paused()) {
        throw JdockException.conflict("Container " + container.id() + " is already paused");
      }
      cgroup.freeze();
      container.paused(true);
    } finally {
      container.lock().unlock();
    }
    container.tell("pause");
  }

  public void unpause() {
    container.lockToChange();
    try {
      if (!container.paused()) {
        throw JdockException.conflict("Container " + container.id() + " is not paused");
      }
      thaw(runtime, container);
    } finally {
      container.lock().unlock();
    }
  }

  private CgroupDirectory running() {
    JdockException not = JdockException.conflict("Container " + container.id() + " is not running");
    if (!container.state().running()) {
      throw not;
    }
    return runtime.cgroup(container.record()).orElseThrow(() -> not);
  }

  /** What is not frozen stays so; one that has ended meanwhile has nothing to thaw. */
  public static void thaw(ContainerRuntime runtime, Container container) {
    runtime.cgroup(container.record()).ifPresent(CgroupDirectory::thaw);
    container.paused(false);
    container.tell("unpause");
  }
}
