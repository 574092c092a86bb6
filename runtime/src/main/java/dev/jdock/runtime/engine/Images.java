package dev.jdock.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.archive.LoadProgress;
import dev.jdock.image.archive.LoadedImage;
import dev.jdock.image.contents.ImageDifference;
import dev.jdock.image.contents.ImageSizes;
import dev.jdock.image.reference.Reference;
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
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Images of the local store. An {@code image} argument is a name, a digest, an id or a unique
 * prefix of an id; NOT_FOUND {@code No such image: X} where there is none. An image here is for one
 * platform, {@code os[/arch[/variant]]}: a {@code platform} argument is what it must be for, null
 * for any, and NOT_FOUND where it is for another one.
 */
public interface Images {
  /**
   * Newest first.
   *
   * @throws dev.jdock.image.error.JdockException INVALID for filters that make no sense, NOT_FOUND
   *     for an image that one of them names
   */
  List<ImageSummary> list(ImageQuery query);

  Image find(String image);

  /** As the Docker Engine API's {@code GET /images/{name}/json}. */
  JsonNode inspect(String image, @Nullable String platform);

  /** As the Docker Engine API's {@code GET /images/{name}/history}: newest first. */
  JsonNode history(String image, @Nullable String platform);

  /** What made an image big, layer by layer and file by file, and what of it nobody sees. */
  ImageSizes sizes(String image, @Nullable String platform);

  /** How the second image differs from the first, in its files and in its configuration. */
  ImageDifference difference(String from, String to);

  /**
   * Gives the image one more name, which is taken from another image that has it.
   *
   * @param name with or without a tag; INVALID with a digest
   */
  void tag(String image, String name);

  /**
   * Removes a name, and the image with its last one.
   *
   * @param force also a name of an image that stopped containers were made from, and all names of
   *     an id at once
   * @param prune also the images without a name that it was made from
   * @param platforms that the image must be for, of which there may be one
   * @return what was untagged and deleted, in order
   */
  List<RemovedImage> remove(String image, boolean force, boolean prune, List<String> platforms);

  /**
   * Removes those that no container was made from.
   *
   * @param filters {@code dangling}, true unless given otherwise, for those without a tag alone;
   *     {@code label}, {@code label!}, {@code until}
   */
  PrunedImages prune(Filters filters);

  /**
   * Makes an image of one layer from an archive, plain or compressed.
   *
   * @return its id, {@code sha256:…}
   */
  String importArchive(InputStream archive, ImportRequest request);

  /**
   * The same with an archive that a web server has.
   *
   * @param url without a scheme for {@code http}
   * @param environment the caller's, for the proxies
   * @param begun called with the whole address once the server gives the archive
   * @throws dev.jdock.image.error.JdockException INVALID {@code failed to GET U with status S: …},
   *     UNAVAILABLE when the server cannot be reached
   */
  String importFrom(
      String url, Map<String, String> environment, ImportRequest request, Consumer<String> begun);

  /**
   * Writes images with their names as an archive, in the form that {@link #load} reads.
   * Interrupting the thread cancels.
   *
   * @param images a name without tag stands for all of its tags
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
   * for the next time. What a short name was taken for is fetched by its full name, and has the
   * short one, too.
   *
   * @return the name that it was fetched by
   */
  Reference pull(PullRequest request, TransferProgress progress) throws InterruptedException;

  /**
   * Fetches an image that is needed and not there: as {@link #pull}, but where no registry is in
   * reach one that is embedded in jdock will do, which may have to be built.
   */
  void obtain(PullRequest request, Obtaining progress) throws InterruptedException;

  /**
   * Sends images to a registry. Interrupting the thread cancels.
   *
   * @throws dev.jdock.image.error.JdockException INVALID for a name with a digest
   */
  void push(PushRequest request, TransferProgress progress) throws InterruptedException;
}
