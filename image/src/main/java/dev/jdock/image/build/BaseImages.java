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
   * @param shortName whether the Dockerfile names neither registry nor path, so that what the name
   *     is an alias of will do
   * @param notes receives a line about which image it is, where that is not the one of the name
   * @param progress hears the steps of a build that the image takes
   */
  record Wanted(
      Reference name,
      Platform platform,
      boolean pull,
      Access access,
      boolean shortName,
      Consumer<String> notes,
      BuildProgress progress) {}

  /** An image that was found. */
  interface Base {
    /** All that its documents say. */
    Image image();

    /** Whether the store has it, with its layers and under its name. */
    boolean complete();

    /**
     * Brings it into the store; called once at most.
     *
     * @param parts receives a line for each part that has been fetched
     */
    void fetch(Consumer<String> parts) throws InterruptedException;
  }

  /** One that is in the store. */
  static Base stored(Image image) {
    return new Base() {
      @Override
      public Image image() {
        return image;
      }

      @Override
      public boolean complete() {
        return true;
      }

      @Override
      public void fetch(Consumer<String> parts) {}
    };
  }

  /**
   * Finds an image, and fetches none of its layers. May be called by several threads.
   *
   * @throws dev.jdock.image.error.JdockException NOT_FOUND in BuildKit's words ({@code
   *     docker.io/library/x:latest: not found}), UNAVAILABLE …
   */
  Base resolve(Wanted wanted) throws InterruptedException;
}
