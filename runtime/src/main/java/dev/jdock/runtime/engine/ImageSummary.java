package dev.jdock.runtime.engine;

import dev.jdock.image.store.Image;

/**
 * An image as the Docker Engine API's {@code GET /images/json} has it.
 *
 * @param image with those of its names that the query's references match
 * @param sharedSize bytes of layers that another image has too; -1 where the query did not ask
 * @param containers made from it, running or not
 */
public record ImageSummary(Image image, long sharedSize, int containers) {}
