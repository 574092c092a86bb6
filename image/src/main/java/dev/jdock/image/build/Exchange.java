package dev.jdock.image.build;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * What builds give to the world outside of the builder, and take from there; implemented where
 * images are packed and sent.
 */
public interface Exchange {

  /** Shows work as a step of the build. */
  interface Steps {
    <T> T run(String name, Work<T> work) throws InterruptedException;

    /** A warning that belongs to no step. */
    void warn(String line);
  }

  /** Work that is shown as a step. */
  @FunctionalInterface
  interface Work<T> {
    /**
     * @param parts receives a line for each thing that is done
     */
    T run(Consumer<String> parts) throws IOException, InterruptedException;
  }

  /** Looks at the caches that a request names. What cannot be read is told, and left out. */
  ForeignResults results(BuildRequest request, Platform platform, Steps steps)
      throws InterruptedException;

  /**
   * Makes of a result what the request asks for.
   *
   * @return the image's id; empty where no image was wanted
   */
  String finish(BuildRequest request, BuiltImage built, Steps steps) throws InterruptedException;
}
