package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRuntime;
import dev.jdock.runtime.container.view.ContainerSizes;
import dev.jdock.runtime.engine.PruneFilter;
import dev.jdock.runtime.engine.Pruned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code docker container prune}. */
public final class PruneContainers {
  private final ContainerRuntime runtime;

  public PruneContainers(ContainerRuntime runtime) {
    this.runtime = runtime;
  }

  public Pruned run(PruneFilter filter) {
    List<String> removed = new ArrayList<>();
    long reclaimed = 0;
    for (Container container : runtime.registry().all()) {
      if (!container.state().running()
          && filter.matches(
              Instant.parse(container.record().created()), container.record().config().labels())) {
        long size = ContainerSizes.of(runtime, container.record())[0];
        if (remove(container)) {
          removed.add(container.id());
          reclaimed += size;
        }
      }
    }
    runtime.announce().pruned("container", reclaimed);
    return new Pruned(removed, reclaimed);
  }

  /**
   * One that was started, or is gone, meanwhile is none to remove. One that cannot be removed says
   * so by its state, {@code dead}, and keeps nobody from the others, as in Docker.
   */
  private boolean remove(Container container) {
    try {
      return RemoveContainer.ifAtRest(runtime, container);
    } catch (JdockException kept) {
      return false;
    }
  }
}
