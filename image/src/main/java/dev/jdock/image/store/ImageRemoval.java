package dev.jdock.image.store;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code docker rmi}: decides which names and images are removed, and what prevents it (Moby,
 * image_delete.go).
 */
final class ImageRemoval {
  private static final int SHORT_ID = 12;

  /** Deletes an image that has no names any more. */
  interface Deletion {

    /**
     * @return ChainIDs of the layers that went with it, uppermost first
     */
    List<Digest> delete(Digest id, boolean keepLayers);
  }

  private enum Severity {
    HARD("cannot be forced"),
    SOFT("must be forced");

    private final String text;

    Severity(String text) {
      this.text = text;
    }
  }

  private record Conflict(Severity severity, boolean used, String message) {}

  private final Supplier<ImageIndex> index;
  private final Consumer<ImageIndex> write;
  private final Deletion deletion;
  private final ImageUse use;
  private final List<RemovedImage> removed = new ArrayList<>();

  ImageRemoval(
      Supplier<ImageIndex> index, Consumer<ImageIndex> write, Deletion deletion, ImageUse use) {
    this.index = index;
    this.write = write;
    this.deletion = deletion;
    this.use = use;
  }

  List<RemovedImage> remove(String asked, Digest id, boolean force, boolean prune) {
    boolean byId = id.toString().startsWith(asked) || id.hex().startsWith(asked);
    if (byId) {
      if (isSingleReference(references(id))) {
        refuse(id, conflict(id, !force, false));
        references(id).forEach(this::untag);
      }
    } else {
      Reference name = Reference.parse(asked);
      Digest digest = name.digest();
      removeName(asked, digest == null ? name : name.withDigest(digest), id, force);
      if (!references(id).isEmpty()) {
        return removed;
      }
    }
    deleteImage(id, force, prune, !byId);
    return removed;
  }

  private void removeName(String asked, Reference name, Digest id, boolean force) {
    if (!force && isSingleReference(references(id))) {
      Optional<ImageUse.Use> user = use.usersOf(id.toString()).stream().findFirst();
      if (user.isPresent()) {
        throw JdockException.conflict(
            "conflict: unable to remove repository reference \""
                + asked
                + "\" (must force) - container "
                + truncate(user.get().containerId())
                + " is using its referenced image "
                + truncate(id.hex()));
      }
    }
    untag(name);
    if (name.digest() == null) {
      // With a repository's last tag go its digests.
      List<Reference> same =
          references(id).stream().filter(r -> r.name().equals(name.name())).toList();
      if (same.stream().allMatch(r -> r.digest() != null)) {
        same.forEach(this::untag);
      }
    }
  }

  /**
   * @param quiet whether a name was removed already, so that a conflict leaves a dangling image
   *     instead of being an error
   */
  private void deleteImage(Digest id, boolean force, boolean prune, boolean quiet) {
    Conflict conflict = conflict(id, !force, true);
    if (conflict != null) {
      if (quiet && (!references(id).isEmpty() || conflict.used())) {
        return;
      }
      refuse(id, conflict);
    }
    ImageIndex.Entry entry = index.get().images().get(id);
    Digest parent = entry == null ? null : entry.parent();
    references(id).forEach(this::untag);
    boolean inUse = !use.usersOf(id.toString()).isEmpty();
    List<Digest> freed = deletion.delete(id, inUse);
    removed.add(new RemovedImage.Deleted(id.toString()));
    freed.forEach(chainId -> removed.add(new RemovedImage.Deleted(chainId.toString())));
    if (prune && parent != null && index.get().images().containsKey(parent)) {
      pruneParent(parent);
    }
  }

  private void pruneParent(Digest parent) {
    if (conflict(parent, true, true) == null) {
      deleteImage(parent, false, true, true);
    }
  }

  private @Nullable Conflict conflict(Digest id, boolean soft, boolean references) {
    if (!index.get().childrenOf(id).isEmpty()) {
      return new Conflict(Severity.HARD, false, "image has dependent child images");
    }
    List<ImageUse.Use> users = use.usersOf(id.toString());
    for (ImageUse.Use user : users) {
      if (user.running()) {
        return new Conflict(
            Severity.HARD,
            true,
            "image is being used by running container " + truncate(user.containerId()));
      }
    }
    if (soft && references && !references(id).isEmpty()) {
      return new Conflict(Severity.SOFT, false, "image is referenced in multiple repositories");
    }
    if (soft && !users.isEmpty()) {
      return new Conflict(
          Severity.SOFT,
          true,
          "image is being used by stopped container " + truncate(users.getFirst().containerId()));
    }
    return null;
  }

  private static void refuse(Digest id, @Nullable Conflict conflict) {
    if (conflict != null) {
      throw JdockException.conflict(
          "conflict: unable to delete "
              + truncate(id.hex())
              + " ("
              + conflict.severity().text
              + ") - "
              + conflict.message());
    }
  }

  /** One tag at most, or one tag and digests of the same repository. */
  private static boolean isSingleReference(List<Reference> references) {
    if (references.size() <= 1) {
      return true;
    }
    Set<String> digested = new HashSet<>();
    Reference tagged = null;
    for (Reference reference : references) {
      if (reference.digest() != null) {
        digested.add(reference.name());
      } else if (tagged != null) {
        return false;
      } else {
        tagged = reference;
      }
    }
    String repository = (tagged == null ? references.getFirst() : tagged).name();
    return digested.equals(Set.of(repository));
  }

  private List<Reference> references(Digest id) {
    return index.get().namesOf(id).stream().map(Reference::parse).toList();
  }

  private void untag(Reference name) {
    write.accept(index.get().withoutName(name.toString()));
    removed.add(new RemovedImage.Untagged(name.familiar()));
  }

  private static String truncate(String id) {
    return id.substring(0, Math.min(SHORT_ID, id.length()));
  }
}
