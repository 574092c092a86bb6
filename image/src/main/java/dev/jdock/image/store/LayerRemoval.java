package dev.jdock.image.store;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes layers out of the store while its locks are held, and deletes their files when it is
 * closed, after the locks are released: nobody has to wait for that. What a crash in between
 * leaves, the next open removes.
 */
final class LayerRemoval implements AutoCloseable {
  private final LayerStore layers;
  private final LayerDirectory directory;
  private final List<Path> discarded = new ArrayList<>();

  LayerRemoval(LayerStore layers, LayerDirectory directory) {
    this.layers = layers;
    this.directory = directory;
  }

  /** Removes a layer, once nobody holds it any more; does nothing when it is not there. */
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
