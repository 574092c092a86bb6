package dev.jdock.runtime.container;

import java.time.Instant;

/**
 * How a container is doing; replaced as a whole at every change.
 *
 * @param pid 0 when it does not run
 * @param processStart start time of that process in clock ticks after boot (proc(5), field 22): a
 *     pid alone may mean another process after a while
 * @param startedAt ISO-8601 instant; {@link #NEVER} before the first start
 * @param error why the last start failed; empty otherwise
 */
public record ContainerState(
    Status status,
    int pid,
    long processStart,
    String startedAt,
    String finishedAt,
    int exitCode,
    String error,
    boolean oomKilled) {

  /** Docker's instant for what has not happened: Go's zero time. */
  public static final String NEVER = "0001-01-01T00:00:00Z";

  /** What Docker shows when nobody can say how a process ended. */
  static final int UNKNOWN_EXIT_CODE = 255;

  /** Docker's names in lower case. */
  public enum Status {
    CREATED,
    RUNNING,
    EXITED,
    REMOVING,
    DEAD;

    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static ContainerState created() {
    return new ContainerState(Status.CREATED, 0, 0, NEVER, NEVER, 0, "", false);
  }

  /** It has run, and nobody can say how it ended. */
  static ContainerState unknown() {
    return new ContainerState(Status.EXITED, 0, 0, NEVER, NEVER, UNKNOWN_EXIT_CODE, "", false);
  }

  public boolean running() {
    return status == Status.RUNNING;
  }

  ContainerState started(int newPid, long newProcessStart, Instant at) {
    return new ContainerState(
        Status.RUNNING, newPid, newProcessStart, at.toString(), finishedAt, 0, "", false);
  }

  ContainerState startFailed(int code, String message) {
    return new ContainerState(
        status == Status.RUNNING ? Status.EXITED : status,
        0,
        0,
        startedAt,
        finishedAt,
        code,
        message,
        false);
  }

  ContainerState exited(int code, boolean outOfMemory, Instant at) {
    return new ContainerState(Status.EXITED, 0, 0, startedAt, at.toString(), code, "", outOfMemory);
  }

  ContainerState removing() {
    return new ContainerState(
        Status.REMOVING, pid, processStart, startedAt, finishedAt, exitCode, error, oomKilled);
  }
}
