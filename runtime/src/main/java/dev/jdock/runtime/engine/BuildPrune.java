package dev.jdock.runtime.engine;

/**
 * Which results of former builds to forget. Where a size is given, the least recently used go
 * first, and only until the sizes hold.
 *
 * @param all also those whose layer an image has
 * @param reservedSpace bytes that are kept in any case; 0 for none
 * @param maxUsedSpace bytes that may be kept; 0 for no limit
 * @param minFreeSpace bytes of the disk that are to be free; 0 for no matter
 * @param filters {@code until} or {@code unused-for}, {@code id}, {@code inuse}, {@code shared} and
 *     {@code private}, which must all hold
 */
public record BuildPrune(
    boolean all, long reservedSpace, long maxUsedSpace, long minFreeSpace, Filters filters) {
  public BuildPrune(boolean all, Filters filters) {
    this(all, 0, 0, 0, filters);
  }
}
