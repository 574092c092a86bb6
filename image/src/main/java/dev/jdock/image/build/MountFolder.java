package dev.jdock.image.build;

import java.nio.file.Path;

/**
 * A cache of {@code RUN --mount=type=cache} that lives in a folder of the user's instead of the
 * builder's, made when a step first asks for it.
 *
 * @param id of the mount; its target where it has no id
 * @param shown the folder as the user wrote it
 */
public record MountFolder(String id, Path path, String shown) {}
