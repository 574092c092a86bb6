package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerCgroups;

/** {@code docker pause} and {@code docker unpause}: the cgroup freezer. */
public final class PauseContainer {
  private final ContainerCgroups cgroups;

  public PauseContainer(ContainerCgroups cgroups) {
    this.cgroups = cgroups;
  }

  public void pause(Container container) {
    container.lock().lockToChange();
    try {
      if (container.state().restarting()) {
        throw JdockException.conflict(
            "Container " + container.id() + " is restarting, wait until the container is running");
      }
      CgroupDirectory cgroup = running(container);
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

  public void unpause(Container container) {
    container.lock().lockToChange();
    try {
      if (!container.paused()) {
        throw JdockException.conflict("Container " + container.id() + " is not paused");
      }
      thaw(container);
    } finally {
      container.lock().unlock();
    }
  }

  private CgroupDirectory running(Container container) {
    JdockException not = JdockException.conflict("container " + container.id() + " is not running");
    if (!container.state().running()) {
      throw not;
    }
    return cgroups.find(container.record()).orElseThrow(() -> not);
  }

  /** What is not frozen stays so; one that has ended meanwhile has nothing to thaw. */
  public void thaw(Container container) {
    cgroups.find(container.record()).ifPresent(CgroupDirectory::thaw);
    container.paused(false);
    container.tell("unpause");
  }
}
