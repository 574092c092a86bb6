package dev.jdock.image.build;

import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.LayerStore;
import java.io.IOException;

/** Something that turns a root file system into another one, and knows what it depends on. */
interface Operation extends AutoCloseable {

  /** Equal for operations that come to the same, whenever they run. */
  Digest key() throws IOException, InterruptedException;

  /**
   * Does it; changes are left in the session's upper directory, unmounted.
   *
   * @return whether there is anything to make a layer of
   */
  boolean perform(LayerStore.Session session, Vertex vertex)
      throws IOException, InterruptedException;

  /** Removes what was fetched for it. */
  @Override
  default void close() {}
}
