package dev.jdock.image.transfer;

import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import org.jspecify.annotations.Nullable;

/**
 * What to send.
 *
 * @param allTags every tag that the store has of the repository; the reference's own does not count
 *     then
 * @param platform {@code os[/arch[/variant]]} that the image must be for; null for any
 */
public record PushRequest(
    Reference reference, boolean allTags, @Nullable String platform, Access access) {}
