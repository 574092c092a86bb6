package dev.jdock.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of the process that typed a command, as that process sees them. It may have another
 * root or other mounts than the engine (chroot(2), mount_namespaces(7)), so a path of its own means
 * nothing to the engine until it went through here: what comes back is for the engine to use, and
 * never to be shown.
 *
 * <p>Paths that go in are absolute and clean. What they resolve to holds until {@link #close}.
 */
public interface CallerFiles extends AutoCloseable {

  /**
   * Of a process that sees what the engine sees.
   *
   * @param workingDirectory nothing where it has been deleted or cannot be reached
   * @param pid whose /dev/stdin and /dev/fd are meant
   */
  static CallerFiles shared(@Nullable Path workingDirectory, long pid) {
    return new SharedFiles(workingDirectory, pid);
  }

  /**
   * Absolute.
   *
   * @throws CallerPathException where it has been deleted or cannot be reached
   */
  Path workingDirectory();

  /** The file that a path leads to, links followed; where it is missing, where it would be. */
  Path target(Path named);

  /** What replaces the file that a path leads to: the folder of its last link's end, and a name. */
  Path destination(Path named) throws IOException;

  /** The entry of that name itself, a link too. */
  Path entry(Path named);

  /** The path without links, as the caller would name it. */
  Path real(Path named) throws IOException;

  /** Whether the engine finds at that path what the caller does, or both would make it in one. */
  boolean sharesWithEngine(Path named);

  /** The same files; what is resolved with it is released when it is closed. */
  CallerFiles scope();

  @Override
  void close();
}
