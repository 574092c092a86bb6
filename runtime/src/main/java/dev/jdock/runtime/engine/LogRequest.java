package dev.jdock.runtime.engine;

/**
 * What a client wants of a log.
 *
 * @param follow goes on until the container ends
 * @param stdout entries of the standard output, likewise {@code stderr}; one of the two at least
 * @param tail the number of last entries; anything but a number stands for all
 * @param since seconds since 1970, with a fraction or without: {@code 1136073600.000000001}; empty
 *     for no limit, likewise {@code until}
 * @param timestamps each entry begins with its time, in UTC and with nine digits of a second
 * @param details each entry begins with the attributes that the container's log options choose
 */
public record LogRequest(
    boolean follow,
    boolean stdout,
    boolean stderr,
    String tail,
    String since,
    String until,
    boolean timestamps,
    boolean details) {

  /** All entries of both streams, as they were written. */
  public static LogRequest all(boolean follow) {
    return new LogRequest(follow, true, true, "all", "", "", false, false);
  }
}
