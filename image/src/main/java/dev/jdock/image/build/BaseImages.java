package dev.jdock.image.build;

import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.Image;

/** Finds the images that FROM and COPY --from name; implemented by the runtime. */
@FunctionalInterface
public interface BaseImages {

  /**
   * @param pull whether to look for a newer one even when the store has it
   * @throws dev.jdock.image.error.JdockException NOT_FOUND in BuildKit's words ({@code
   *     docker.io/library/x:latest: not found}), UNAVAILABLE …
   */
  Image resolve(Reference name, Platform platform, boolean pull) throws InterruptedException;
}
