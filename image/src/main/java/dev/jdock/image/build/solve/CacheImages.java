package dev.jdock.image.build.solve;

import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which results of the cache a build may use: all, or as with {@code --cache-from} of Docker's
 * classic builder those alone that images of the store have, layer by layer.
 *
 * @param layers of each of these images, lowest first; null for all results
 */
record CacheImages(@Nullable List<List<Digest>> layers) {

  /**
   * @param names none for no restriction; an image that is not there has nothing to offer
   */
  static CacheImages of(ImageStore store, List<String> names) {
    return names.isEmpty()
        ? new CacheImages(null)
        : new CacheImages(
            names.stream()
                .map(store::tryFind)
                .flatMap(Optional::stream)
                .map(Image::diffIds)
                .map(ids -> ids.stream().map(Digest::parse).toList())
                .toList());
  }

  /**
   * @param base the layers that the step begins with, lowest first
   * @param layer what it came to; null for nothing
   */
  boolean allow(List<Digest> base, @Nullable Digest layer) {
    if (layers == null) {
      return true;
    }
    int below = base.size();
    return layers.stream()
        .anyMatch(image ->
            image.size() >= below
                && image.subList(0, below).equals(base)
                && (layer == null || image.size() > below && image.get(below).equals(layer)));
  }
}
