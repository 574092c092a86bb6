package dev.jdock.runtime.container.record;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How a container is doing; replaced as a whole at every change.
 *
 * @param pid 0 when it does not run
 * @param processStart start time of that process in clock ticks after boot (proc(5), field 22): a
 *     pid alone may mean another process after a while
 * @param startedAt ISO-8601 instant; {@link #NEVER} before the first start
 * @param error why the last start failed; empty otherwise
 * @param restarts how often the restart policy has started it since its user did
 * @param stoppedByUser its next end, or its last one, is what its user wanted
 */
public record ContainerState(
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

  /** Docker's instant for what has not happened: Go's zero time. */
  public static final String NEVER = "0001-01-01T00:00:00Z";

  /** What Docker shows when it is unknown how a process ended. */
  static final int UNKNOWN_EXIT_CODE = 255;

  /** Docker's names in lower case. */
  public enum Status {
    CREATED,
    RUNNING,
    /** It has ended, and is started again in a moment. */
    RESTARTING,
    EXITED,
    REMOVING,
    DEAD;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static ContainerState created() {
    return new ContainerState(Status.CREATED, 0, 0, NEVER, NEVER, 0, "", false, 0, false);
  }

  /** It has run, and it is unknown how it ended. */
  static ContainerState unknown() {
    return new ContainerState(
        Status.EXITED, 0, 0, NEVER, NEVER, UNKNOWN_EXIT_CODE, "", false, 0, false);
  }

  /** Whether its first process is there. */
  public boolean running() {
    return status == Status.RUNNING;
  }

  public boolean restarting() {
    return status == Status.RESTARTING;
  }

  /** Whether it runs or is about to. */
  public boolean active() {
    return running() || restarting();
  }

  public boolean startedBefore() {
    return !startedAt.equals(NEVER);
  }

  /** How long the last run took. */
  public Duration ranFor() {
    return Duration.between(Instant.parse(startedAt), Instant.parse(finishedAt));
  }

  public ContainerState started(int newPid, long newProcessStart, Instant at) {
    return new ContainerState(
        Status.RUNNING,
        newPid,
        newProcessStart,
        at.toString(),
        finishedAt,
        0,
        "",
        false,
        restarts,
        false);
  }

  public ContainerState startFailed(int code, String message) {
    return new ContainerState(
        status == Status.RUNNING || status == Status.RESTARTING ? Status.EXITED : status,
        0,
        0,
        startedAt,
        finishedAt,
        code,
        message,
        false,
        restarts,
        stoppedByUser);
  }

  public ContainerState exited(int code, boolean outOfMemory, Instant at) {
    return new ContainerState(
        Status.EXITED,
        0,
        0,
        startedAt,
        at.toString(),
        code,
        "",
        outOfMemory,
        restarts,
        stoppedByUser);
  }

  /** Of one that has exited. */
  public ContainerState toRestart() {
    return with(Status.RESTARTING, restarts + 1, stoppedByUser);
  }

  /** Of one at rest that an engine starts when it opens. */
  public ContainerState toStart() {
    return with(Status.RESTARTING, 0, false);
  }

  /** Of one that was to restart. */
  public ContainerState restartCancelled() {
    return with(Status.EXITED, restarts, true);
  }

  public ContainerState withRestarts(int count) {
    return with(status, count, stoppedByUser);
  }

  public ContainerState wantedToStop() {
    return with(status, restarts, true);
  }

  public ContainerState removing() {
    return with(Status.REMOVING, restarts, stoppedByUser);
  }

  /** Of one that could not be removed wholly. */
  public ContainerState dead() {
    return with(Status.DEAD, restarts, stoppedByUser);
  }

  private ContainerState with(Status newStatus, int newRestarts, boolean byUser) {
    return new ContainerState(
        newStatus,
        pid,
        processStart,
        startedAt,
        finishedAt,
        exitCode,
        error,
        oomKilled,
        newRestarts,
        byUser);
  }
}
