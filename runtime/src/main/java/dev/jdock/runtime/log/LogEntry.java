package dev.jdock.runtime.log;

import java.time.Instant;
import java.util.SortedMap;

/**
 * One entry of a log: a line with its newline, or a part of a long line without.
 *
 * @param attributes the labels and variables that the log's options add to every entry
 */
public record LogEntry(
    Instant time, boolean standardError, byte[] bytes, SortedMap<String, String> attributes) {}
