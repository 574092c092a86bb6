package dev.jdock.runtime.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line without its newline, or a part of a long one, on its way to where logs are kept.
 *
 * @param part null for a whole line
 */
record LogLine(Instant time, boolean standardError, byte[] text, @Nullable Part part) {
  /**
   * @param id of the line
   * @param ordinal from 1
   */
  record Part(String id, int ordinal, boolean last) {}
}
