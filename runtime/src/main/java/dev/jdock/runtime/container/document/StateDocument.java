package dev.jdock.runtime.container.document;

/**
 * {@code state.json}: how a container is doing.
 *
 * @param status {@code CREATED}, {@code RUNNING}, {@code RESTARTING}, {@code EXITED}, {@code
 *     REMOVING} or {@code DEAD}
 * @param processStart clock ticks after boot (proc(5), field 22)
 * @param startedAt ISO-8601 instant, likewise {@code finishedAt}
 */
public record StateDocument(
    int version,
    Status status,
    int pid,
    long processStart,
    String startedAt,
    String finishedAt,
    int exitCode,
    String error,
    boolean oomKilled,
    int restarts,
    boolean stoppedByUser) {
  /** The one that is written, and the newest that is read. */
  public static final int VERSION = 1;

  /** By its names. */
  public enum Status {
    CREATED,
    RUNNING,
    RESTARTING,
    EXITED,
    REMOVING,
    DEAD
  }
}
