package dev.jdock.image.export;

import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.RemoteRepository;

/** Opens repositories of registries, for builds. */
@FunctionalInterface
public interface Repositories {

  /**
   * @param insecure whether plain HTTP and unknown certificates will do
   */
  RemoteRepository open(Reference name, Access access, boolean insecure);
}
