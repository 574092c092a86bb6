package dev.jdock.image.store;

import java.util.List;

/**
 * Answers which containers were created from an image; implemented by the registry of containers.
 */
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
