package dev.jdock.runtime.engine;

import java.time.Instant;

/** Receives log entries in order. An unchecked exception from it ends the reading. */
public interface LogSink {
  /**
   * @param entry the bytes as written, usually a line with its newline
   */
  void accept(Instant time, boolean standardError, byte[] entry);
}
