package dev.jdock.runtime.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the unused objects a prune takes; all conditions hold for each.
 *
 * @param until only what is not younger; null for any age
 * @param labels each {@code name} or {@code name=value}, all of which it must have
 * @param withoutLabels what has all of these stays
 */
public record PruneFilter(
    @Nullable Instant until, List<String> labels, List<String> withoutLabels) {
  public static final PruneFilter ANY = new PruneFilter(null, List.of(), List.of());

  public PruneFilter {
    labels = List.copyOf(labels);
    withoutLabels = List.copyOf(withoutLabels);
  }

  public boolean matches(Instant created, Map<String, String> its) {
    return isOldEnough(created)
        && hasAll(its, labels)
        && (withoutLabels.isEmpty() || !hasAll(its, withoutLabels));
  }

  /** Whether it was made, or last used, long enough ago. */
  public boolean isOldEnough(Instant time) {
    return until == null || !time.isAfter(until);
  }

  private static boolean hasAll(Map<String, String> its, List<String> wanted) {
    return wanted.stream()
        .allMatch(label -> {
          int equals = label.indexOf('=');
          return equals < 0
              ? its.containsKey(label)
              : label.substring(equals + 1).equals(its.get(label.substring(0, equals)));
        });
  }
}
