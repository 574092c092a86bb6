package dev.jdock.runtime.engine;

import dev.jdock.image.oci.ImageConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to make an image of a container.
 *
 * @param name null for none
 * @param changes Dockerfile instructions
 * @param pause whether its processes stand still meanwhile
 * @param config what goes before the container's own configuration, and what {@code changes}
 *     change; null for nothing
 */
public record CommitRequest(
    @Nullable String name,
    String author,
    String message,
    List<String> changes,
    boolean pause,
    @Nullable ImageConfig config) {}
