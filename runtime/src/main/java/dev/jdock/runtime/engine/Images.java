package dev.jdock.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.archive.LoadProgress;
import dev.jdock.image.archive.LoadedImage;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.PrunedImages;
import dev.jdock.image.store.RemovedImage;
import dev.jdock.image.transfer.PullRequest;
import dev.jdock.image.transfer.PushRequest;
import dev.jdock.image.transfer.TransferProgress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images of the local store. */
public interface Images {
  /** Every image, newest first. */
  List<Image> list();

  /** By name, digest, id or unique id prefix; NOT_FOUND {@code No such image: X}. */
  Image find(String image);

  /** As the Docker Engine API's {@code GET /images/{name}/json}. */
  JsonNode inspect(String image);

  /** As the Docker Engine API's {@code GET /images/{name}/history}: newest first. */
  JsonNode history(String image);

  void tag(String image, String name);

  /** What was untagged and deleted, in order. */
  List<RemovedImage> remove(String image, boolean force, boolean prune);

  /**
   * Removes those that no container was made from.
   *
   * @param all also those with a tag
   */
  PrunedImages prune(boolean all, PruneFilter filter);

  /**
   * Makes an image of one layer from an archive (plain or compressed).
   *
   * @param name null for none
   * @param changes Dockerfile instructions
   * @param platform {@code os[/arch[/variant]]} that the image is for; null for this machine's
   * @return its id, {@code sha256:…}
   */
  String importArchive(
      InputStream archive,
      @Nullable String name,
      String message,
      List<String> changes,
      @Nullable String platform);

  /**
   * Writes images with their names as an archive, in the form of {@link #load}. Interrupting the
   * thread cancels.
   *
   * @param images a name without tag stands for all of its tags
   * @param platform {@code os/arch} that the images must be for; null for any
   * @throws IOException when {@code out} takes no more
   */
  void save(List<String> images, @Nullable String platform, OutputStream out)
      throws IOException, InterruptedException;

  /**
   * Takes the images out of an archive (plain or compressed) of {@link #save}, or of an OCI image
   * layout; all or none. Interrupting the thread cancels.
   *
   * @param platform null to choose this machine's where the archive leaves a choice
   */
  List<LoadedImage> load(InputStream archive, @Nullable String platform, LoadProgress progress)
      throws InterruptedException;

  /**
   * Fetches images from a registry. Interrupting the thread cancels; what has been fetched is kept
   * for the next time.
   */
  void pull(PullRequest request, TransferProgress progress) throws InterruptedException;

  /** Sends images to a registry. Interrupting the thread cancels. */
  void push(PushRequest request, TransferProgress progress) throws InterruptedException;

  /** The embedded image of that name for this machine's architecture, if there is one. */
  @Nullable Image installEmbedded(String name);
}
