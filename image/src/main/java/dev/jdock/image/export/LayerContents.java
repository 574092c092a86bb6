package dev.jdock.image.export;

import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Tells which layer of an image a file is from.
 *
 * @param directories of the layers, the lowest first, each as often as the image has it
 */
record LayerContents(List<Path> directories) implements SoftwareClaim.Layers {

  /**
   * Finds the uppermost layer that has brought it; one that is hidden again counts.
   *
   * @param name from the image's root, where no link is followed
   */
  @Override
  public Optional<Integer> find(String name) {
    Path path = Path.of("/").relativize(Path.of("/" + name).normalize());
    if (path.toString().isEmpty()) {
      return Optional.empty();
    }
    for (int number = directories.size() - 1; number >= 0; number--) {
      try (Directory layer = Directory.open(directories.get(number))) {
        if (has(layer, path)) {
          return Optional.of(number);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean has(Directory folder, Path path) {
    String first = path.getName(0).toString();
    Optional<FileStat> stat = folder.tryStat(first);
    if (stat.isEmpty() || stat.get().isWhiteout()) {
      return false;
    }
    if (path.getNameCount() == 1) {
      return true;
    }
    if (!stat.get().isDirectory()) {
      return false;
    }
    try (Directory child = folder.child(first)) {
      return has(child, path.subpath(1, path.getNameCount()));
    }
  }
}
