package dev.jdock.runtime.container.start;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The programs in C beside this one; null where the build had no C compiler.
 *
 * @param init the reaper for {@code --init}
 * @param starter becomes the processes of containers
 */
public record Programs(@Nullable Path init, @Nullable Path starter) {
  /** Those in a folder. */
  public static Programs in(Path folder) {
    return new Programs(executable(folder, "jdock-init"), executable(folder, "jdock-starter"));
  }

  private static @Nullable Path executable(Path folder, String name) {
    Path file = folder.resolve(name);
    return Files.isExecutable(file) ? file : null;
  }
}
