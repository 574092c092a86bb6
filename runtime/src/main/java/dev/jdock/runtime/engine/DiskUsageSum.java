package dev.jdock.runtime.engine;

import dev.jdock.image.build.CacheRecord;
import dev.jdock.runtime.engine.DiskUsage.ImageUsage;
import dev.jdock.runtime.engine.DiskUsage.VolumeUsage;
import java.util.Set;

/**
 * What takes the disk, of one type of objects, in numbers as Docker's daemon adds them up.
 *
 * @param count of all
 * @param active how many of them are in use
 * @param size of all, in bytes
 * @param reclaimable bytes of those that are not in use, without what they share
 */
public record DiskUsageSum(long count, long active, long size, long reclaimable) {
  private static final Set<String> ACTIVE = Set.of("running", "paused", "restarting");

  public static DiskUsageSum ofImages(DiskUsage usage) {
    return new DiskUsageSum(
        usage.images().size(),
        usage.images().stream().filter(each -> each.containers() > 0).count(),
        usage.layersSize(),
        usage.images().stream()
            .filter(each -> each.containers() == 0)
            .mapToLong(ImageUsage::ownSize)
            .sum());
  }

  public static DiskUsageSum ofContainers(DiskUsage usage) {
    return new DiskUsageSum(
        usage.containers().size(),
        usage.containers().stream().filter(DiskUsageSum::isActive).count(),
        usage.containers().stream().mapToLong(ContainerSummary::sizeRw).sum(),
        usage.containers().stream()
            .filter(each -> !isActive(each))
            .mapToLong(ContainerSummary::sizeRw)
            .sum());
  }

  private static boolean isActive(ContainerSummary container) {
    return ACTIVE.contains(container.state());
  }

  public static DiskUsageSum ofVolumes(DiskUsage usage) {
    return new DiskUsageSum(
        usage.volumes().size(),
        usage.volumes().stream().filter(each -> each.links() > 0).count(),
        usage.volumes().stream().mapToLong(VolumeUsage::size).sum(),
        usage.volumes().stream()
            .filter(each -> each.links() == 0)
            .mapToLong(VolumeUsage::size)
            .sum());
  }

  public static DiskUsageSum ofBuildCache(DiskUsage usage) {
    return new DiskUsageSum(
        usage.buildCache().size(),
        usage.buildCache().stream().filter(CacheRecord::inUse).count(),
        usage.buildCache().stream().mapToLong(CacheRecord::size).sum(),
        usage.buildCache().stream()
            .filter(record -> !record.shared() && !record.inUse())
            .mapToLong(CacheRecord::size)
            .sum());
  }
}
