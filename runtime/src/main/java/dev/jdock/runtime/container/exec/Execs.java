package dev.jdock.runtime.container.exec;

import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerCgroups;
import dev.jdock.runtime.container.Processes;
import dev.jdock.runtime.container.security.Confinement;
import dev.jdock.runtime.engine.Exec;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.engine.Streams;
import java.time.Clock;

/** Further processes in running containers. */
public record Execs(
    ContainerCgroups cgroups, Confinement confinement, Processes processes, Clock clock) {
  /**
   * Prepares one, which runs once it is started.
   *
   * @param reference how the caller names the container
   * @throws InterruptedException when the calling thread is interrupted while the container's own
   *     files hold up the look for the user
   */
  public ExecInContainer prepare(Container container, String reference, ExecSpec spec)
      throws InterruptedException {
    return ExecInContainer.prepare(this, container, reference, spec);
  }

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
