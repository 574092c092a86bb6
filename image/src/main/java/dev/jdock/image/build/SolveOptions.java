package dev.jdock.image.build;

import java.util.List;

/**
 * How a build uses what former builds came to.
 *
 * @param freshStages names of stages whose steps are carried out even if the cache has their
 *     results; the case does not matter
 * @param explain whether to tell of each step that missed the cache why, and not of the first only
 * @param reproducible whether nothing in the image may be dated later than the build's time
 * @param cacheImages images of the store, of whose layers alone the cache is believed; none for all
 */
public record SolveOptions(
    List<String> freshStages, boolean explain, boolean reproducible, List<String> cacheImages) {
  public SolveOptions {
    freshStages = List.copyOf(freshStages);
    cacheImages = List.copyOf(cacheImages);
  }

  public SolveOptions(List<String> freshStages, boolean explain, boolean reproducible) {
    this(freshStages, explain, reproducible, List.of());
  }

  /** The same with what images of the store consist of for a cache; none for all that there is. */
  public SolveOptions of(List<String> images) {
    return new SolveOptions(freshStages, explain, reproducible, images);
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
