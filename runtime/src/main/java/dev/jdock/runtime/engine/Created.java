package dev.jdock.runtime.engine;

import java.util.List;

/**
 * A new container.
 *
 * @param warnings what was asked for and cannot be had here, a line each
 */
public record Created(String id, List<String> warnings) {}
