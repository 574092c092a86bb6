package dev.jdock.runtime.engine;

/** What {@link Containers#await} waits for. */
public enum WaitCondition {
  /** Returns at once when it does not run, and at its next end even if it is restarted then. */
  NOT_RUNNING,
  NEXT_EXIT,
  REMOVED
}
