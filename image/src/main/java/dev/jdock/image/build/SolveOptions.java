package dev.jdock.image.build;

import java.util.List;

/**
 * How a build uses what former builds came to.
 *
 * @param freshStages names of stages whose steps are carried out even if the cache has their
 *     results; the case does not matter
 * @param explain whether to tell of each step that missed the cache why, and not of the first only
 * @param reproducible whether nothing in the image may be dated later than the build's time
 */
public record SolveOptions(List<String> freshStages, boolean explain, boolean reproducible) {
  public SolveOptions {
    freshStages = List.copyOf(freshStages);
  }

  public static SolveOptions none() {
    return new SolveOptions(List.of(), false, false);
  }

  /**
   * @param stage empty for one without a name
   */
  public boolean isFresh(String stage) {
    return !stage.isEmpty() && freshStages.stream().anyMatch(stage::equalsIgnoreCase);
  }
}
