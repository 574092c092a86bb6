package dev.jdock.runtime.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to make an image of a container.
 *
 * @param name null for none
 * @param changes Dockerfile instructions
 * @param pause whether its processes stand still meanwhile
 */
public record CommitRequest(
    @Nullable String name, String author, String message, List<String> changes, boolean pause) {}
