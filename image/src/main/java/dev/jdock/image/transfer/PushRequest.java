package dev.jdock.image.transfer;

import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;

/**
 * What to send.
 *
 * @param allTags every tag that the store has of the repository; the reference's own does not count
 *     then
 */
public record PushRequest(Reference reference, boolean allTags, Access access) {}
