package dev.jdock.image.store;

import dev.jdock.image.oci.ImageConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image of the local store.
 *
 * @param id digest of its configuration, {@code sha256:…}
 * @param names familiar names with tags ({@code debian:bookworm}), sorted; empty when dangling
 * @param digests familiar names with manifest digests ({@code debian@sha256:…}), sorted
 * @param parent id of the image it was built on, where known
 * @param diffIds its layers, lowest first
 * @param size bytes of its unpacked layers
 */
public record Image(
    String id,
    List<String> names,
    List<String> digests,
    @Nullable String parent,
    Instant created,
    String architecture,
    String os,
    @Nullable String variant,
    String author,
    String comment,
    ImageConfig config,
    List<String> diffIds,
    List<History> history,
    long size) {

  /**
   * One entry of the image's history, oldest first in the list.
   *
   * @param emptyLayer whether the entry has no layer
   */
  public record History(
      @Nullable Instant created, String createdBy, String comment, boolean emptyLayer) {}

  /**
   * Its history for an image that is made from it, with an entry for each layer: some builders
   * write none, or too many. What lacks follows at the end, as BuildKit has it.
   */
  public List<History> historyOfLayers() {
    List<History> whole = new ArrayList<>();
    int left = diffIds.size();
    for (History entry : history) {
      boolean empty = entry.emptyLayer() || left == 0;
      left -= empty ? 0 : 1;
      whole.add(new History(entry.created(), entry.createdBy(), entry.comment(), empty));
    }
    for (; left > 0; left--) {
      whole.add(new History(null, "", "", false));
    }
    return whole;
  }

  /** The same under other names. */
  public Image withNames(List<String> newNames, List<String> newDigests) {
    return new Image(
        id,
        newNames,
        newDigests,
        parent,
        created,
        architecture,
        os,
        variant,
        author,
        comment,
        config,
        diffIds,
        history,
        size);
  }
}
