package dev.jdock.runtime.log;

import java.time.Instant;
import java.util.SortedMap;

/**
 * One entry of a log: a line with its newline, or a part of a long line without.
 *
 * @param attributes what the log's options have it say with every entry
 */
public record LogEntry(
    Instant time, boolean standardError, byte[] bytes, SortedMap<String, String> attributes) {}
