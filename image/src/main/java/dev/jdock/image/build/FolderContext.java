package dev.jdock.image.build;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of the user's, read in place.
 *
 * @param directory absolute, links resolved
 */
public record FolderContext(Path directory) implements BuildContext {

  /**
   * @throws JdockException in the docker client's words when it is no folder
   */
  public static FolderContext of(Path folder) {
    if (!Files.isDirectory(folder)) {
      String what =
          Files.exists(folder) ? "path \"%s\" is not a directory" : "path \"%s\" not found";
      throw JdockException.invalid("unable to prepare context: " + what.formatted(folder));
    }
    try {
      return new FolderContext(folder.toRealPath());
    } catch (IOException e) {
      throw JdockException.internal("unable to prepare context: " + e.getMessage(), e);
    }
  }

  /** The folder is the user's and stays. */
  @Override
  public void close() {}
}
