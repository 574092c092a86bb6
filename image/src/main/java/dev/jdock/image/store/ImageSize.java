package dev.jdock.image.store;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The disk space of an image.
 *
 * @param shared bytes of its layers that another image has too
 */
public record ImageSize(Image image, long shared) {

  /**
   * @param sizeOf bytes of a layer by its diffID
   */
  static List<ImageSize> of(List<Image> images, ToLongFunction<String> sizeOf) {
    Map<String, Integer> users = new HashMap<>();
    images.forEach(image ->
        new HashSet<>(Chain.ofTexts(image.diffIds()))
            .forEach(chain -> users.merge(chain, 1, Integer::sum)));
    return images.stream()
        .map(image -> new ImageSize(image, shared(image, users, sizeOf)))
        .toList();
  }

  private static long shared(
      Image image, Map<String, Integer> users, ToLongFunction<String> sizeOf) {
    List<String> chain = Chain.ofTexts(image.diffIds());
    long shared = 0;
    for (int i = 0; i < chain.size(); i++) {
      if (users.getOrDefault(chain.get(i), 0) > 1) {
        shared += sizeOf.applyAsLong(image.diffIds().get(i));
      }
    }
    return shared;
  }
}
