package dev.jdock.runtime.container.start;

import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerLogs;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.launch.Launched;
import dev.jdock.runtime.launch.Starters;
import java.util.function.Consumer;

/**
 * Starts containers' first processes.
 *
 * @param registry of those whose namespaces others share
 */
public record ContainerStarts(
    ContainerRuns runs,
    RunResources resources,
    FirstProcessPlans plans,
    ContainerLogs logs,
    ContainerRegistry registry,
    Starters starters) {
  /**
   * Starts one at rest, with its lock held. Nothing is left behind when this throws.
   *
   * @param running takes the process over, and kills it when it throws
   */
  public void start(Container container, Consumer<Launched> running) {
    new ContainerStart(this, container, running).run(container.record().commandLine().getFirst());
  }
}
