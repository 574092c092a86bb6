package dev.jdock.image.build;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A folder of the user's, read in place.
 *
 * @param directory absolute; a link to the folder will do
 * @param name the folder's path as its user has it, whatever way leads to it now
 * @param around looks for the repository that it lies in
 */
public record FolderContext(Path directory, String name, Supplier<SortedMap<String, String>> around)
    implements BuildContext {

  /** One that is known by its path. */
  public FolderContext(Path directory) {
    this(directory, directory.toString(), TreeMap::new);
  }

  @Override
  public SortedMap<String, String> repository() {
    return around.get();
  }

  /** The folder is the user's and stays. */
  @Override
  public void close() {}
}
