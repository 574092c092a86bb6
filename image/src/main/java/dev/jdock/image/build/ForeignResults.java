package dev.jdock.image.build;

import dev.jdock.image.reference.Digest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Results of steps that other builders have left in a registry or a folder. */
@FunctionalInterface
public interface ForeignResults {
  ForeignResults NONE = _ -> Optional.empty();

  /**
   * What a step came to.
   *
   * @param layer null when it changed nothing
   */
  record Result(@Nullable Digest layer, Instant created) {}

  /** The result of a step, whose layer the store has then, until the build ends at least. */
  Optional<Result> find(Digest key) throws InterruptedException;
}
