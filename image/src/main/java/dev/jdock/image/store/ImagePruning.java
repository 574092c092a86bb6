package dev.jdock.image.store;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code docker image prune}: removes unused images name by name (Moby, image_prune.go). */
final class ImagePruning {

  /** Removes one name or id as {@code rmi} without force does. */
  interface Removal {
    List<RemovedImage> remove(String image);
  }

  private final Removal removal;
  private final List<RemovedImage> removed = new ArrayList<>();

  ImagePruning(Removal removal) {
    this.removal = removal;
  }

  /**
   * @param candidates that no other image was made from, or that have names
   * @param danglingOnly leaves those that have a tag
   */
  List<RemovedImage> prune(List<Image> candidates, boolean danglingOnly) {
    for (Image image : candidates) {
      if (danglingOnly && !image.names().isEmpty()) {
        continue;
      }
      List<String> names = new ArrayList<>(image.names());
      names.addAll(image.digests());
      if (names.isEmpty()) {
        names.add(image.id());
      }
      names.forEach(this::remove);
    }
    return removed;
  }

  /** One that is used, or that went with another, stays as it is. */
  private void remove(String name) {
    try {
      removed.addAll(removal.remove(name));
    } catch (JdockException e) {
      if (e.kind() != JdockException.Kind.CONFLICT && e.kind() != JdockException.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  /**
   * Bytes of the layers among what was removed.
   *
   * @param images as they were before
   * @param sizes of their layers, by diffID
   */
  static long reclaimed(List<RemovedImage> removed, List<Image> images, Map<String, Long> sizes) {
    Map<String, Long> byChain = new HashMap<>();
    for (Image image : images) {
      List<String> chain = Chain.ofTexts(image.diffIds());
      for (int i = 0; i < chain.size(); i++) {
        byChain.put(chain.get(i), sizes.getOrDefault(image.diffIds().get(i), 0L));
      }
    }
    long total = 0;
    for (RemovedImage each : removed) {
      if (each instanceof RemovedImage.Deleted deleted) {
        total += byChain.getOrDefault(deleted.id(), 0L);
      }
    }
    return total;
  }
}
