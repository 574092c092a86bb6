package dev.jdock.runtime.engine;

/**
 * Which images to list.
 *
 * @param all also those without a name that other images were made from
 * @param sharedSize whether to measure what they share with others
 * @param filters {@code dangling}, {@code label}, {@code before}, {@code since}, {@code until},
 *     which must all hold, and {@code reference}, patterns of which one must match
 */
public record ImageQuery(boolean all, boolean sharedSize, Filters filters) {
  /** All with a name, and those that nothing was made from. */
  public static final ImageQuery USUAL = new ImageQuery(false, false, Filters.NONE);
}
