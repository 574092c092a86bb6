package dev.jdock.image.store;

import java.util.List;

/** Knows which containers were made from an image; implemented by whoever keeps the containers. */
@FunctionalInterface
public interface ImageUse {

  /**
   * A container of an image.
   *
   * @param containerId 64 hexadecimal digits
   */
  record Use(String containerId, boolean running) {}

  /**
   * @param imageId {@code sha256:…}
   */
  List<Use> usersOf(String imageId);

  /** No containers at all. */
  static ImageUse none() {
    return imageId -> List.of();
  }
}
