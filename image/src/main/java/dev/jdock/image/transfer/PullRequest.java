package dev.jdock.image.transfer;

import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import org.jspecify.annotations.Nullable;

/**
 * What to fetch.
 *
 * @param allTags every tag of the repository; the reference's own does not count then
 * @param platform {@code os/arch[/variant]}; null for this machine's
 * @param shortName whether the user named neither registry nor path, so that what the name is an
 *     alias of will do
 */
public record PullRequest(
    Reference reference,
    boolean allTags,
    @Nullable String platform,
    Access access,
    boolean shortName) {
  /** Of that very name. */
  public PullRequest(
      Reference reference, boolean allTags, @Nullable String platform, Access access) {
    this(reference, allTags, platform, access, false);
  }

  /** The same for another image, by its full name. */
  public PullRequest of(Reference other) {
    return new PullRequest(other, allTags, platform, access, false);
  }
}
