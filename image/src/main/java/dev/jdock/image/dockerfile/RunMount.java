package dev.jdock.image.dockerfile;

import org.jspecify.annotations.Nullable;

/**
 * A value of {@code RUN --mount}, its variables replaced.
 *
 * @param from a stage, an image or {@code scratch}; empty for the build context, and with a cache
 *     for nothing
 * @param source path in it, empty for all of it
 * @param target as written, relative to WORKDIR where it is not absolute
 * @param size most bytes of a tmpfs; 0 for no limit of its own
 * @param id of a cache; empty for its target
 * @param mode permission bits of a new cache; null for 0755
 * @param uid owner of a new cache; null for root
 */
public record RunMount(
    Type type,
    String from,
    String source,
    String target,
    boolean readOnly,
    long size,
    String id,
    Sharing sharing,
    @Nullable Integer mode,
    @Nullable Integer uid,
    @Nullable Integer gid) {

  /** What is mounted. */
  public enum Type {
    /** Files of the context, of a stage or of an image; changes are dropped. */
    BIND,
    /** A folder that outlives the build. */
    CACHE,
    /** A file system in memory. */
    TMPFS
  }

  /** What steps do that want one cache at the same time. */
  public enum Sharing {
    /** They all use it. */
    SHARED,
    /** Each has one of its own. */
    PRIVATE,
    /** One waits for the other. */
    LOCKED
  }

  /** Whether a new cache is an empty folder with an owner and a mode of its own. */
  public boolean describesFolder() {
    return mode != null || uid != null || gid != null;
  }
}
