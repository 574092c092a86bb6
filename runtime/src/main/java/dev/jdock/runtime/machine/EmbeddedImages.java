package dev.jdock.runtime.machine;

import dev.jdock.image.build.Platform;
import dev.jdock.image.embedded.HelloWorld;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import java.io.ByteArrayInputStream;
import java.util.Optional;

/** The images that are part of jdock, for where there is no registry in reach. */
final class EmbeddedImages {
  private final ImageStore store;

  EmbeddedImages(ImageStore store) {
    this.store = store;
  }

  /**
   * Puts an embedded image into the store in place of one that could not be fetched.
   *
   * @return empty where there is none of that name for this machine, or where {@code failure} is
   *     another one than a registry out of reach
   */
  Optional<Image> instead(Reference name, JdockException failure) {
    String architecture = Platform.local().architecture();
    boolean known =
        name.equals(Reference.parse(HelloWorld.REPOSITORY))
            && HelloWorld.ARCHITECTURES.contains(architecture);
    if (failure.kind() != JdockException.Kind.UNAVAILABLE || !known) {
      return Optional.empty();
    }
    Image image =
        store
            .tryFind(name.toString())
            .orElseGet(() ->
                store.importArchive(
                    new ByteArrayInputStream(HelloWorld.archive(architecture)),
                    name,
                    "embedded in jdock",
                    HelloWorld.config()));
    return Optional.of(image);
  }
}
