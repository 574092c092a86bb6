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

/** Measures what takes the disk. */
final class DiskMeasure {
  private final ContainerParts parts;
  private final EngineContainers containers;
  private final EngineBuilds builds;

  DiskMeasure(ContainerParts parts, EngineContainers containers, EngineBuilds builds) {
    this.parts = parts;
    this.containers = containers;
    this.builds = builds;
  }

  DiskUsage run(Set<DiskUsage.Type> types) {
    Collection<Container> all = parts.registry.all();
    boolean images = types.contains(DiskUsage.Type.IMAGE);
    return new DiskUsage(
        images ? layers() : 0,
        images ? images(all) : List.of(),
        types.contains(DiskUsage.Type.CONTAINER)
            ? containers.list(new ContainerQuery(true, 0, true, Map.of()))
            : List.of(),
        types.contains(DiskUsage.Type.VOLUME) ? volumes(all) : List.of(),
        types.contains(DiskUsage.Type.BUILD_CACHE) ? builds.cache() : List.of());
  }

  private List<DiskUsage.ImageUsage> images(Collection<Container> all) {
    return parts.images.sizes().stream()
        .map(size ->
            new DiskUsage.ImageUsage(size.image(), size.shared(), users(all, size.image().id())))
        .toList();
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

  /** What the options of a volume's driver mount takes no room here. */
  private List<DiskUsage.VolumeUsage> volumes(Collection<Container> all) {
    VolumeStore volumes = parts.volumes;
    return volumes.list().volumes().stream()
        .filter(volume -> volume.options().isEmpty())
        .map(volume ->
            new DiskUsage.VolumeUsage(
                volume, links(all, volume.name()), volumes.size(volume.name())))
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
