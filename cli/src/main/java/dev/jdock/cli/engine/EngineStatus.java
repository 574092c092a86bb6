package dev.jdock.cli.engine;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What an engine says about itself.
 *
 * @param commands that run now, the asking one included
 * @param residentBytes of its memory
 */
record EngineStatus(
    long pid, String build, Path root, Instant started, int commands, long residentBytes) {}
