package dev.jdock.image.transfer;

import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.RemoteRepository;

/** Opens repositories of registries. */
@FunctionalInterface
public interface Remotes {

  /**
   * @param access of the user on whose behalf it is
   */
  RemoteRepository open(Reference name, Access access);
}
