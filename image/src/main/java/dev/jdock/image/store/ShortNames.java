package dev.jdock.image.store;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Short paths of layers, for mount options that are limited to a page: symbolic links {@code
 * <root>/l/<hex>}. Not thread-safe: whoever uses it has the {@link LayerStore} locked.
 */
final class ShortNames {
  private static final int SHORT = 16;

  private final Path directory;

  private ShortNames(Path directory) {
    this.directory = directory;
  }

  /** Opens the directory of the links, making it if need be. */
  static ShortNames open(Path directory) throws IOException {
    Files.createDirectories(directory);
    return new ShortNames(directory);
  }

  /** The layer's short name, made if need be. */
  Path of(Digest diffId) {
    Path target = Path.of("..", "layers", diffId.hex(), "diff");
    try {
      for (int length = SHORT; ; length += SHORT) {
        Path link = directory.resolve(diffId.hex().substring(0, length));
        if (!Files.isSymbolicLink(link)) {
          return Files.createSymbolicLink(link, target);
        }
        if (Files.readSymbolicLink(link).equals(target)) {
          return link;
        }
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot name layer " + diffId, e);
    }
  }

  /** Removes the name that the layer has unless another had it first. */
  void removeFirst(Digest diffId) throws IOException {
    Files.deleteIfExists(directory.resolve(diffId.hex().substring(0, SHORT)));
  }

  /** Those that lead nowhere. */
  List<String> dangling() {
    try (var links = Files.list(directory)) {
      return links
          .filter(link -> !Files.exists(link))
          .map(link -> String.valueOf(link.getFileName()))
          .toList();
    } catch (IOException e) {
      throw JdockException.internal("cannot list " + directory, e);
    }
  }

  void remove(String link) {
    try {
      Files.deleteIfExists(directory.resolve(link));
    } catch (IOException e) {
      throw JdockException.internal("cannot remove " + link, e);
    }
  }
}
