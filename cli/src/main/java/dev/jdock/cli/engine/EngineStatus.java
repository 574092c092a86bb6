package dev.jdock.cli.engine;

import java.nio.file.Path;
import java.time.Instant;

/**
 * The status of an engine.
 *
 * @param commands that are running, this one included
 * @param residentBytes of its memory
 */
record EngineStatus(
    long pid, String build, Path root, Instant started, int commands, long residentBytes) {}
