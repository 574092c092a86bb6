package dev.jdock.image.store;

import java.util.List;

/**
 * What {@link ImageStore#prune} took away.
 *
 * @param reclaimed bytes of the layers that went
 */
public record PrunedImages(List<RemovedImage> removed, long reclaimed) {
  public PrunedImages {
    removed = List.copyOf(removed);
  }
}
