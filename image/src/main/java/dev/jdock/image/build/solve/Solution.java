package dev.jdock.image.build.solve;

import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.Image;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the target has come to, with its layers in the store.
 *
 * @param layers lowest first
 * @param created null where neither a base nor a step says when
 * @param scan what the plan's scan has left; null for nothing
 */
record Solution(
    List<Digest> layers,
    List<Image.History> history,
    @Nullable Instant created,
    @Nullable Digest scan) {

  Solution with(@Nullable Digest scanned) {
    return new Solution(layers, history, created, scanned);
  }
}
