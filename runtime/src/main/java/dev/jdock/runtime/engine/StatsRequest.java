package dev.jdock.runtime.engine;

/**
 * How often a container's use of resources is measured.
 *
 * @param stream once a second until the container is removed
 * @param oneShot at once, without a former measurement to compare with; not with {@code stream}
 */
public record StatsRequest(boolean stream, boolean oneShot) {
  /** Once, with a measurement a second before to compare with. */
  public static final StatsRequest ONCE = new StatsRequest(false, false);

  /** Once a second. */
  public static final StatsRequest STREAM = new StatsRequest(true, false);
}
