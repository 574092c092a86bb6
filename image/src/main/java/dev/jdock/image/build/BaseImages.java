package dev.jdock.image.build;

import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.store.Image;
import java.util.function.Consumer;

/** Finds the images that FROM and COPY --from name; implemented by the runtime. */
@FunctionalInterface
public interface BaseImages {

  /**
   * What is looked for.
   *
   * @param pull whether to look for a newer one even when the store has it
   * @param access of the user who builds
   */
  record Wanted(Reference name, Platform platform, boolean pull, Access access) {}

  /**
   * @param parts receives a line for each part that had to be fetched
   * @throws dev.jdock.image.error.JdockException NOT_FOUND in BuildKit's words ({@code
   *     docker.io/library/x:latest: not found}), UNAVAILABLE …
   */
  Image resolve(Wanted wanted, Consumer<String> parts) throws InterruptedException;
}
