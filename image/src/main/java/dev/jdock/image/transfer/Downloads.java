package dev.jdock.image.transfer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What pulls that did not come to their end leave for the next one, in {@code <root>/downloads}:
 *
 * <ul>
 *   <li>{@code <hex>.partial}, the first bytes of a blob, not checked yet;
 *   <li>{@code <hex>.blob}, a blob whose digest has been checked, to be unpacked;
 *   <li>{@code <hex>.layer}, empty: a layer that has been unpacked, for an image that is not there.
 * </ul>
 *
 * What nobody has come for in a day goes.
 */
final class Downloads {
  private static final Duration KEPT = Duration.ofDays(1);

  /** How temporary files of pushes begin; the engine's start removes them. */
  static final String UPLOAD = "upload-";

  private static final String PARTIAL = ".partial";
  private static final String BLOB = ".blob";
  private static final String LAYER = ".layer";

  private final Path directory;

  private Downloads(Path directory) {
    this.directory = directory;
  }

  static Downloads open(Path root) {
    try {
      Downloads downloads = new Downloads(Files.createDirectories(root.resolve("downloads")));
      downloads.removeOld();
      downloads.removeUploads();
      return downloads;
    } catch (IOException e) {
      throw JdockException.internal("cannot open the downloads below " + root, e);
    }
  }

  private void removeUploads() throws IOException {
    try (var files = Files.newDirectoryStream(directory, UPLOAD + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  Path directory() {
    return directory;
  }

  Path partial(Digest blob) {
    return directory.resolve(blob.hex() + PARTIAL);
  }

  Path verified(Digest blob) {
    return directory.resolve(blob.hex() + BLOB);
  }

  /** Keeps layers from being collected for a while, for the image they were fetched for. */
  void keepLayer(Digest diffId) throws IOException {
    Files.write(directory.resolve(diffId.hex() + LAYER), new byte[0]);
  }

  void forgetLayers(Iterable<Digest> diffIds) {
    for (Digest diffId : diffIds) {
      try {
        Files.deleteIfExists(directory.resolve(diffId.hex() + LAYER));
      } catch (IOException e) {
        throw JdockException.internal("cannot forget layer " + diffId, e);
      }
    }
  }

  /** Layers kept for images that are not there yet. */
  Set<Digest> layers() {
    Set<Digest> kept = new HashSet<>();
    try {
      removeOld();
      try (Stream<Path> files = Files.list(directory)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(LAYER))
            .map(name -> Digest.PREFIX + name.substring(0, name.length() - LAYER.length()))
            .filter(Digest::isDigest)
            .forEach(digest -> kept.add(Digest.parse(digest)));
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot list " + directory, e);
    }
    return kept;
  }

  private void removeOld() throws IOException {
    FileTime oldest = FileTime.from(Instant.now().minus(KEPT));
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (isOlder(file, oldest)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isOlder(Path file, FileTime oldest) throws IOException {
    try {
      return Files.getLastModifiedTime(file).compareTo(oldest) < 0;
    } catch (NoSuchFileException e) {
      // Somebody was faster.
      return false;
    }
  }
}
