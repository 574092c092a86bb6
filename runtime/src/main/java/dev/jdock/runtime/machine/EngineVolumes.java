package dev.jdock.runtime.machine;

import dev.jdock.runtime.container.record.MountPoint;
import dev.jdock.runtime.engine.PruneFilter;
import dev.jdock.runtime.engine.Pruned;
import dev.jdock.runtime.engine.Volumes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Volumes, as the front ends ask for them. */
final class EngineVolumes implements Volumes {
  private final ContainerParts parts;

  EngineVolumes(ContainerParts parts) {
    this.parts = parts;
  }

  @Override
  public Pruned prune(PruneFilter filter) {
    List<String> removed = new ArrayList<>();
    // Volumes have no labels yet, and which ones a container has that cannot be read is not known.
    if (!filter.labels().isEmpty() || !parts.files.damaged().isEmpty()) {
      return pruned(removed, 0);
    }
    Supplier<Set<String>> used =
        () ->
            parts.registry.all().stream()
                .flatMap(container -> container.record().mounts().stream())
                .map(MountPoint::name)
                .collect(Collectors.toSet());
    Map<String, Long> sizes = parts.volumes.removeAnonymous(used);
    removed.addAll(sizes.keySet());
    removed.forEach(name -> parts.announce.volume("destroy", name));
    return pruned(removed, sizes.values().stream().mapToLong(Long::longValue).sum());
  }

  private Pruned pruned(List<String> removed, long bytes) {
    parts.announce.pruned("volume", bytes);
    return new Pruned(removed, bytes);
  }
}
