package dev.jdock.image.build.operation;

import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.store.LayerStore;
import java.io.IOException;

/** A step that changes a root file system, and whose dependencies are known. */
public interface Operation extends AutoCloseable {

  /** Fetches what its key is made of. */
  default void prepare() throws IOException, InterruptedException {}

  /**
   * Adds all that its result depends on: equal for operations that come to the same, whenever they
   * run.
   */
  void addTo(KeyHash hash) throws IOException, InterruptedException;

  /** Whether its key is made of files of the context. */
  default boolean readsContext() {
    return false;
  }

  /** Knows which files of the context were read for the key, and whether they stayed the same. */
  ContextWatch watch();

  /**
   * Carries the step out; its changes are in the session's upper directory, unmounted.
   *
   * @return whether the changes become a layer
   */
  boolean perform(LayerStore.Session session, Vertex vertex)
      throws IOException, InterruptedException;

  /** Removes what was fetched for it. */
  @Override
  default void close() {}
}
