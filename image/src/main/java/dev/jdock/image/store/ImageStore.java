package dev.jdock.image.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Reference;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The images of a state root and their names. Thread-safe; one process only, which the engine's
 * lock on the root sees to. Whatever happens, what is on disk stays readable.
 */
// Bodies follow in the next commits.
@SuppressWarnings("DoNotCallSuggester")
public final class ImageStore implements AutoCloseable {

  private ImageStore() {}

  /** Opens the store below {@code root}, making it if need be, and removes a crash's leftovers. */
  public static ImageStore open(Path root) {
    throw new UnsupportedOperationException();
  }

  public LayerStore layers() {
    throw new UnsupportedOperationException();
  }

  /** Every image, newest first. */
  public List<Image> list() {
    throw new UnsupportedOperationException();
  }

  /**
   * By name, {@code name:tag}, {@code name@digest}, id or unique id prefix.
   *
   * @throws dev.jdock.image.error.JdockException NOT_FOUND {@code No such image: X}; INVALID for an
   *     ambiguous prefix
   */
  public Image find(String image) {
    throw new UnsupportedOperationException();
  }

  /** As {@link #find}, empty for what is not there. */
  public Optional<Image> tryFind(String image) {
    throw new UnsupportedOperationException();
  }

  /** The image's unpacked layers, uppermost first, as an overlay mount wants them. */
  public List<Path> lowerDirs(Image image) {
    throw new UnsupportedOperationException();
  }

  /** Gives the image a name, taking it from whichever image had it. */
  public void tag(Image image, Reference name) {
    throw new UnsupportedOperationException();
  }

  /**
   * Removes a name and, with the last one, the image, as {@code docker rmi}.
   *
   * @param force also names of images in use by stopped containers, and several names at once
   * @param prune also untagged parents
   * @return what happened, in order
   */
  public List<RemovedImage> remove(String image, boolean force, boolean prune, ImageUse use) {
    throw new UnsupportedOperationException();
  }

  /** Makes an image of one layer from an archive, plain or compressed, as {@code docker import}. */
  public Image importArchive(
      InputStream archive, @Nullable Reference name, String message, ImageConfig config) {
    throw new UnsupportedOperationException();
  }

  /** Makes an image of layers that the store holds. An equal image already there gets the names. */
  public Image create(NewImage image) {
    throw new UnsupportedOperationException();
  }

  /** As the Docker Engine API's {@code GET /images/{name}/json}. */
  public JsonNode inspect(Image image) {
    throw new UnsupportedOperationException();
  }

  /** As the Docker Engine API's {@code GET /images/{name}/history}: newest first. */
  public JsonNode history(Image image) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
