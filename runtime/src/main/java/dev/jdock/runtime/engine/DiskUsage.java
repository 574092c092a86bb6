package dev.jdock.runtime.engine;

import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.store.Image;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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

  /** What there is to measure. */
  public enum Type {
    CONTAINER,
    IMAGE,
    VOLUME,
    BUILD_CACHE;

    public static final Set<Type> ALL = Collections.unmodifiableSet(EnumSet.allOf(Type.class));

    /**
     * As the Docker Engine API names it: {@code container}, {@code image}, {@code volume}, {@code
     * build-cache}.
     *
     * @throws JdockException INVALID {@code unknown object type: x}
     */
    public static Type parse(String text) {
      return switch (text) {
        case "container" -> CONTAINER;
        case "image" -> IMAGE;
        case "volume" -> VOLUME;
        case "build-cache" -> BUILD_CACHE;
        default -> throw JdockException.invalid("unknown object type: " + text);
      };
    }
  }

  /**
   * @param sharedSize bytes of layers that another image has too
   * @param containers made from it, running or not
   */
  public record ImageUsage(Image image, long sharedSize, int containers) {
    /** Bytes of the layers that no other image has. */
    public long ownSize() {
      return image.size() - sharedSize;
    }
  }

  /**
   * @param links containers that mount it, running or not
   * @param size of its files, in bytes
   */
  public record VolumeUsage(Volume volume, int links, long size) {}
}
