package dev.jdock.image.store;

import dev.jdock.image.reference.Digest;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Unpacked layers, shared by every image that has them: {@code <root>/layers/<diffid>/diff}.
 * Thread-safe; one process only.
 */
// Bodies follow in the next commits.
@SuppressWarnings("DoNotCallSuggester")
public final class LayerStore {

  /**
   * The directories of a layer in the making, for an overlay mount: all on one file system, both
   * empty at first. Ends with {@link #commit} or {@link #abandon}.
   */
  public interface Session {
    Path upper();

    Path work();
  }

  LayerStore() {}

  /**
   * Unpacks a layer tar, plain or compressed, read to its end; not closed.
   *
   * @throws dev.jdock.image.error.JdockException INVALID when it is no layer
   */
  public Layer add(InputStream tar) {
    throw new UnsupportedOperationException();
  }

  public Session begin() {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes a layer of what is in the session's upper directory, which must not be mounted any more;
   * it becomes the layer by a rename. An equal layer already there is used instead.
   */
  public Layer commit(Session session) {
    throw new UnsupportedOperationException();
  }

  /** Removes the session's directories; does nothing after a commit. */
  public void abandon(Session session) {
    throw new UnsupportedOperationException();
  }

  public Optional<Layer> find(Digest diffId) {
    throw new UnsupportedOperationException();
  }

  /** The unpacked directory of a layer the store holds; NOT_FOUND otherwise. */
  public Path diff(Digest diffId) {
    throw new UnsupportedOperationException();
  }

  /** A short path of the same directory, for mount options that are limited to a page. */
  public Path shortName(Digest diffId) {
    throw new UnsupportedOperationException();
  }

  /** Writes the layer's uncompressed tar archive, whose digest is the diffID. */
  public void writeTar(Digest diffId, OutputStream out) {
    throw new UnsupportedOperationException();
  }

  /** The layer's uncompressed tar archive, whose digest is the diffID; the caller closes it. */
  public InputStream openTar(Digest diffId) {
    throw new UnsupportedOperationException();
  }
}
