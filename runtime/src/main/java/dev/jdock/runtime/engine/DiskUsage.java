package dev.jdock.runtime.engine;

import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.store.Image;
import java.util.List;

/**
 * What takes the disk, as the Docker Engine API's {@code GET /system/df} has it.
 *
 * @param layersSize bytes of the layers that images have, each counted once
 * @param containers with their sizes
 */
public record DiskUsage(
    long layersSize,
    List<ImageUsage> images,
    List<ContainerSummary> containers,
    List<VolumeUsage> volumes,
    List<CacheRecord> buildCache) {

  /**
   * @param sharedSize bytes of layers that another image has too
   * @param containers made from it, running or not
   */
  public record ImageUsage(Image image, long sharedSize, int containers) {}

  /**
   * @param links containers that mount it, running or not
   * @param size of its files, in bytes
   */
  public record VolumeUsage(String name, String mountpoint, int links, long size) {}
}
