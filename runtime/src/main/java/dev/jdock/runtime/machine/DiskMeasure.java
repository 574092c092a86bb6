package dev.jdock.runtime.machine;

import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.Layer;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.record.MountPoint;
import dev.jdock.runtime.engine.ContainerQuery;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.volume.VolumeStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code docker system df}: measures what is kept. */
final class DiskMeasure {
  private final ContainerParts parts;
  private final EngineContainers containers;
  private final EngineBuilds builds;

  DiskMeasure(ContainerParts parts, EngineContainers containers, EngineBuilds builds) {
    this.parts = parts;
    this.containers = containers;
    this.builds = builds;
  }

  DiskUsage run() {
    Collection<Container> all = parts.registry.all();
    return new DiskUsage(
        layers(),
        parts.images.sizes().stream()
            .map(size ->
                new DiskUsage.ImageUsage(
                    size.image(), size.shared(), users(all, size.image().id())))
            .toList(),
        containers.list(new ContainerQuery(true, 0, true, Map.of())),
        volumes(all),
        builds.cache());
  }

  private long layers() {
    Set<Digest> used = parts.images.layersOfImages();
    return parts.images.layers().list().stream()
        .filter(layer -> used.contains(layer.diffId()))
        .mapToLong(Layer::size)
        .sum();
  }

  private static int users(Collection<Container> all, String imageId) {
    return (int) all.stream().filter(each -> each.record().imageId().equals(imageId)).count();
  }

  private List<DiskUsage.VolumeUsage> volumes(Collection<Container> all) {
    VolumeStore volumes = parts.volumes;
    return volumes.names().stream()
        .map(name ->
            new DiskUsage.VolumeUsage(
                name, volumes.data(name).toString(), links(all, name), volumes.size(name)))
        .toList();
  }

  private static int links(Collection<Container> all, String volume) {
    return (int)
        all.stream()
            .filter(each ->
                each.record().mounts().stream().map(MountPoint::name).anyMatch(volume::equals))
            .count();
  }
}
