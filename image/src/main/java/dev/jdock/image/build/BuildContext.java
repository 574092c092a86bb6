package dev.jdock.image.build;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder COPY and ADD read; nothing outside it can be named. It is read in place, without a
 * copy, and closed by the caller that created it, which deletes a temporary one.
 */
public interface BuildContext extends AutoCloseable {

  /** The folder itself. */
  Path directory();

  /** What another build of the same context has, too. */
  default String name() {
    return directory().toString();
  }

  /**
   * When what is in it was made: the commit of a repository, the newest file of an archive; null
   * for a folder of the user's, whose times say nothing.
   */
  default @Nullable Instant made() {
    return null;
  }

  /** Where it was fetched from; null for what is the user's own. */
  default @Nullable Material source() {
    return null;
  }

  /**
   * What is known of the repository that a folder of the user's lies in: {@code source}, {@code
   * revision}, {@code localdir:NAME}.
   */
  default SortedMap<String, String> repository() {
    return new TreeMap<>();
  }

  /**
   * Says what a build is going to read of it, once, before its first step reads it. A folder that
   * is whole has nothing to do.
   *
   * @param paths that instructions name, patterns among them, from the context's root; none for all
   */
  default void need(Set<String> paths) throws InterruptedException {}

  @Override
  void close();
}
