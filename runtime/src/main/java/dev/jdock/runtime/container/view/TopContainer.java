package dev.jdock.runtime.container.view;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerCgroups;
import dev.jdock.runtime.engine.ProcessList;
import dev.jdock.runtime.process.ProcessTable;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code docker top}. */
public final class TopContainer {
  private TopContainer() {}

  public static ProcessList run(
      ContainerCgroups cgroups, Clock clock, Container container, List<String> options) {
    if (container.state().restarting()) {
      throw JdockException.conflict(
          "Container " + container.id() + " is restarting, wait until the container is running");
    }
    if (!container.state().running()) {
      throw JdockException.conflict("container " + container.id() + " is not running");
    }
    Set<Integer> pids = new HashSet<>(List.of(container.state().pid()));
    cgroups.find(container.record()).map(CgroupDirectory::pids).ifPresent(pids::addAll);
    ProcessList processes = new ProcessTable(clock).list(pids, options);
    container.tell("top");
    return processes;
  }
}
