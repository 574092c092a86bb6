package dev.jdock.runtime.engine;

import java.time.Instant;
import java.util.SortedMap;

/** Receives log entries in order. An unchecked exception from it ends the reading. */
public interface LogSink {
  /**
   * @param entry the bytes as written, usually a line with its newline
   */
  void accept(Instant time, boolean standardError, byte[] entry);

  /**
   * @param attributes what the container's log options have it say with every entry
   */
  default void accept(
      Instant time, boolean standardError, byte[] entry, SortedMap<String, String> attributes) {
    accept(time, standardError, entry);
  }

  /** That is all for now: what comes next has to be waited for, or the log is at its end. */
  default void caughtUp() {}
}
