package dev.jdock.image.store;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes layers out of the store while its locks are held, and deletes their files when it is
 * closed, after the locks are released, so that no other operation waits for it. After a crash in
 * between, the next open deletes them.
 */
final class LayerRemoval implements AutoCloseable {
  private final LayerStore layers;
  private final LayerDirectory directory;
  private final List<Path> discarded = new ArrayList<>();

  LayerRemoval(LayerStore layers, LayerDirectory directory) {
    this.layers = layers;
    this.directory = directory;
  }

  /** Removes a layer as soon as it is not held any more; does nothing when it does not exist. */
  void remove(Digest diffId) {
    layers.takeOut(diffId).ifPresent(discarded::add);
  }

  /**
   * Deletes all that can be.
   *
   * @throws JdockException INTERNAL for the first that cannot
   */
  @Override
  public void close() {
    JdockException failure = null;
    for (Path root : discarded) {
      failure = delete(root, failure);
    }
    discarded.clear();
    if (failure != null) {
      throw failure;
    }
  }

  private @Nullable JdockException delete(Path root, @Nullable JdockException earlier) {
    try {
      directory.delete(root);
      return earlier;
    } catch (JdockException e) {
      return earlier == null ? e : earlier;
    }
  }
}
