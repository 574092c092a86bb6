package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.view.ContainerSizes;
import dev.jdock.runtime.engine.PruneFilter;
import dev.jdock.runtime.engine.Pruned;
import dev.jdock.runtime.event.Announcements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code docker container prune}. */
public final class PruneContainers {
  private final ContainerRegistry registry;
  private final RemoveContainer remove;
  private final ContainerSizes sizes;
  private final Announcements announce;

  public PruneContainers(
      ContainerRegistry registry,
      RemoveContainer remove,
      ContainerSizes sizes,
      Announcements announce) {
    this.registry = registry;
    this.remove = remove;
    this.sizes = sizes;
    this.announce = announce;
  }

  public Pruned run(PruneFilter filter) {
    List<String> removed = new ArrayList<>();
    long reclaimed = 0;
    for (Container container : registry.all()) {
      if (!container.state().running()
          && filter.matches(
              Instant.parse(container.record().created()), container.record().config().labels())) {
        long size = sizes.of(container.record())[0];
        if (remove(container)) {
          removed.add(container.id());
          reclaimed += size;
        }
      }
    }
    announce.pruned("container", reclaimed);
    return new Pruned(removed, reclaimed);
  }

  /**
   * One that was started, or is gone, meanwhile is none to remove. One that cannot be removed says
   * so by its state, {@code dead}, and does not hold up the others, as in Docker.
   */
  private boolean remove(Container container) {
    try {
      return remove.ifAtRest(container);
    } catch (JdockException kept) {
      return false;
    }
  }
}
