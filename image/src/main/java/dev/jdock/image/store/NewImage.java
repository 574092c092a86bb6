package dev.jdock.image.store;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ImageStore#create} makes an image of.
 *
 * @param diffIds layers that the store holds, lowest first; as many as {@code history} has entries
 *     with a layer
 * @param history oldest first, the base image's entries included
 * @param parent id of the image it was made from, which then shows as such; null for none
 * @param tags names it takes over from other images
 */
public record NewImage(
    ImageConfig config,
    List<Digest> diffIds,
    List<Image.History> history,
    @Nullable String parent,
    Instant created,
    String architecture,
    String os,
    @Nullable String variant,
    String author,
    String comment,
    List<Reference> tags) {
  public NewImage {
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
    tags = List.copyOf(tags);
  }

  /** The same under other names. */
  public NewImage withTags(List<Reference> names) {
    return new NewImage(
        config,
        diffIds,
        history,
        parent,
        created,
        architecture,
        os,
        variant,
        author,
        comment,
        names);
  }

  /**
   * Its configuration.
   *
   * @throws JdockException INVALID where history and layers do not go together
   */
  public ImageDocument document() {
    long withLayer = history.stream().filter(h -> !h.emptyLayer()).count();
    if (withLayer != diffIds.size()) {
      throw JdockException.invalid(
          "history has " + withLayer + " layers, the image " + diffIds.size());
    }
    return new ImageDocument(
        created,
        author,
        architecture,
        os,
        variant,
        comment,
        config,
        diffIds,
        history.stream()
            .map(h ->
                new ImageDocument.Entry(
                    h.created(), h.createdBy(), "", h.comment(), h.emptyLayer()))
            .toList());
  }
}
