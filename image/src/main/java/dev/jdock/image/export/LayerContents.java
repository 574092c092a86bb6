package dev.jdock.image.export;

import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.LayerStore;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Tells which layer of an image a file is from.
 *
 * @param layers lowest first
 */
record LayerContents(LayerStore store, List<Digest> layers) implements SoftwareClaim.Layers {

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
    List<Path> directories = store.lowerDirs(layers);
    for (int depth = 0; depth < directories.size(); depth++) {
      try (Directory top = Directory.open(directories.get(depth))) {
        if (has(top, path)) {
          return Optional.of(layers.size() - 1 - depth);
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
