package dev.jdock.image.transfer;

import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import org.jspecify.annotations.Nullable;

/**
 * What to fetch.
 *
 * @param allTags every tag of the repository; the reference's own does not count then
 * @param platform {@code os/arch[/variant]}; null for this machine's
 */
public record PullRequest(
    Reference reference, boolean allTags, @Nullable String platform, Access access) {}
