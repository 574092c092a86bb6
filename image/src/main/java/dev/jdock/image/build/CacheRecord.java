package dev.jdock.image.build;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of the build cache, as one looks at it from outside.
 *
 * @param id 64 hexadecimal digits
 * @param layer the diffID of what the step made; null where it made nothing
 * @param size bytes of its layer
 * @param shared whether an image has that layer, so that nothing is won by forgetting the record
 * @param lastUsed null where it was made and never used again
 * @param uses how often a build took its result from here
 */
public record CacheRecord(
    String id,
    @Nullable String layer,
    long size,
    boolean shared,
    Instant created,
    @Nullable Instant lastUsed,
    int uses) {}
