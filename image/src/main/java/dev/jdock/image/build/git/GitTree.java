package dev.jdock.image.build.git;

import dev.jdock.linux.file.Directory;
import java.nio.file.Path;

/**
 * Files of a commit in a temporary folder, which goes when this is closed.
 *
 * @param directory the files
 * @param folder what is removed
 */
public record GitTree(Path directory, Path folder) implements AutoCloseable {

  @Override
  public void close() {
    Path parent = folder.getParent();
    if (parent == null) {
      throw new IllegalStateException("not to be removed: " + folder);
    }
    try (Directory above = Directory.open(parent)) {
      above.removeTree(folder.getFileName().toString());
    }
  }
}
