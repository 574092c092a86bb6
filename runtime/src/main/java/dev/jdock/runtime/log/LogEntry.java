package dev.jdock.runtime.log;

import java.time.Instant;

/** One entry of a log: a line with its newline, or a part of a long line without. */
public record LogEntry(Instant time, boolean standardError, byte[] bytes) {}
