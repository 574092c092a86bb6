package dev.jdock.image.build;

import java.nio.file.Path;

/**
 * A folder of the user's, read in place.
 *
 * @param directory absolute; a link to the folder will do
 */
public record FolderContext(Path directory) implements BuildContext {

  /** The folder is the user's and stays. */
  @Override
  public void close() {}
}
