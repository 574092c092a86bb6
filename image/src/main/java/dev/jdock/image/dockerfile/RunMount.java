package dev.jdock.image.dockerfile;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value of {@code RUN --mount}, its variables replaced.
 *
 * @param from a stage, an image or {@code scratch}; empty for the build context, and with a cache
 *     for nothing
 * @param source path in it, empty for all of it
 * @param target as written, relative to WORKDIR where it is not absolute
 * @param size most bytes of a tmpfs; 0 for no limit of its own
 * @param id of a cache; empty for its target; of a secret or an agent
 * @param mode permission bits of a new cache, a secret or a socket; null for 0755, 0400 and 0600
 * @param uid owner of the same; null for root
 * @param required whether a build without the secret or the agent fails
 * @param env the variable that a secret is the value of; null for none
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
    @Nullable Integer gid,
    boolean required,
    @Nullable String env) {

  /** What is mounted. */
  public enum Type {
    /** Files of the context, of a stage or of an image; changes are dropped. */
    BIND,
    /** A folder that outlives the build. */
    CACHE,
    /** A file system in memory. */
    TMPFS,
    /** A file that is there while the step runs, and in no layer. */
    SECRET,
    /** The socket of an agent that has keys. */
    SSH
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

  /** Whether it shows the step something of the user's that is no file of a tree. */
  public boolean isConfidential() {
    return type == Type.SECRET || type == Type.SSH;
  }

  /** The secret's name: the source, the id, or the target's last part. */
  public String secretId() {
    String name = source.isEmpty() ? id : source;
    return name.isEmpty() ? lastPart(target) : name;
  }

  /** Where a secret is to be as a file, as {@link #target}; nothing if only in a variable. */
  public Optional<String> secretTarget() {
    if (!target.isEmpty()) {
      return Optional.of(target);
    }
    return env == null ? Optional.of("/run/secrets/" + lastPart(secretId())) : Optional.empty();
  }

  private static String lastPart(String path) {
    Path name = Path.of(path).getFileName();
    return name == null ? "/" : name.toString();
  }

  /** Whether a new cache is an empty folder with an owner and a mode of its own. */
  public boolean describesFolder() {
    return mode != null || uid != null || gid != null;
  }
}
