package dev.jdock.runtime.engine;

/** Receives log entries in order. An unchecked exception from it ends the reading. */
public interface LogSink {
  /**
   * Takes an entry.
   *
   * @param entry the bytes as written, usually a line with its newline, after what the request
   *     wants before each entry
   */
  void accept(boolean standardError, byte[] entry);

  /**
   * Says that all entries so far have been given: the next one has to be waited for, or the log is
   * at its end.
   */
  default void caughtUp() {}
}
