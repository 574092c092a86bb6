package dev.jdock.image.build;

import java.nio.file.Path;

/**
 * A folder of the user's, read in place.
 *
 * @param directory absolute; a link to the folder will do
 * @param name the folder's path as its user has it, whatever way leads to it now
 */
public record FolderContext(Path directory, String name) implements BuildContext {

  /** One that is known by its path. */
  public FolderContext(Path directory) {
    this(directory, directory.toString());
  }

  /** The folder is the user's and stays. */
  @Override
  public void close() {}
}
