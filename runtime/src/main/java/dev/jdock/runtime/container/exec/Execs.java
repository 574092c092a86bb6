package dev.jdock.runtime.container.exec;

import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerCgroups;
import dev.jdock.runtime.container.Processes;
import dev.jdock.runtime.container.security.Confinement;
import dev.jdock.runtime.engine.Exec;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.engine.Streams;

/** Further processes in running containers. */
public record Execs(ContainerCgroups cgroups, Confinement confinement, Processes processes) {
  /**
   * Starts one.
   *
   * @throws InterruptedException when the calling thread is interrupted while the container's own
   *     processes or its freezer hold up the start; what was begun is gone then, or goes with them
   */
  public Exec start(Container container, ExecSpec spec, Streams streams)
      throws InterruptedException {
    return ExecInContainer.start(this, container, spec, streams);
  }
}
