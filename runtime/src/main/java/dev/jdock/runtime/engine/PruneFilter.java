package dev.jdock.runtime.engine;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conditions that all prunes have, read from their filters.
 *
 * @param until only what is not younger; null for any age
 */
public record PruneFilter(@Nullable Instant until, Filters filters) {
  public static final Set<String> NAMES = Set.of("label", "label!", "until");

  /**
   * Reads {@code until}, {@code label} and {@code label!}; others are for the caller to look at.
   *
   * @param now what durations count back from
   * @throws dev.jdock.image.error.JdockException INVALID for an {@code until} that is no time
   */
  public static PruneFilter of(Filters filters, ZonedDateTime now) {
    return new PruneFilter(filters.until(now), filters);
  }

  public boolean matches(Instant created, Map<String, String> labels) {
    return isOldEnough(created) && filters.matchesLabels(labels);
  }

  /** Whether it was made, or last used, long enough ago. */
  public boolean isOldEnough(Instant time) {
    return until == null || !time.isAfter(until);
  }
}
