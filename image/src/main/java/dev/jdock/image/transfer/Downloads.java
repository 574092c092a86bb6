package dev.jdock.image.transfer;

import dev.jdock.image.content.DurableFiles;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What interrupted pulls leave for the next one, in {@code <root>/downloads}:
 *
 * <ul>
 *   <li>{@code <hex>.partial}, the first bytes of a blob, not checked yet;
 *   <li>{@code <hex>.blob}, a blob whose digest has been checked, to be unpacked;
 *   <li>{@code <hex>.layer}, empty: a layer that has been unpacked, for an image that is not
 *       complete.
 * </ul>
 *
 * Files that were not used for a day are deleted.
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

  /** Finds blobs that are not what they were, and files that no pull will come for. */
  void check(boolean repair, CheckListener listener) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        Optional<Finding> finding = finding(file, repair);
        if (finding.isPresent()) {
          if (repair) {
            Files.deleteIfExists(file);
          }
          listener.found(finding.get());
        }
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot list " + directory, e);
    }
  }

  private Optional<Finding> finding(Path file, boolean repair) throws IOException {
    String name = file.getFileName().toString();
    String subject = "downloads/" + name;
    if (name.startsWith(UPLOAD)) {
      return DurableFiles.forgotten(directory, name).isEmpty()
          ? Optional.empty()
          : Optional.of(Finding.leftover(subject, "of a push that is over", repair));
    }
    int dot = Math.max(0, name.indexOf('.'));
    String ending = name.substring(dot);
    if (!Digest.isDigest(Digest.PREFIX + name.substring(0, dot))
        || !List.of(PARTIAL, BLOB, LAYER).contains(ending)) {
      return Optional.of(Finding.leftover(subject, "of no pull", repair));
    }
    if (!ending.equals(BLOB)) {
      return Optional.empty();
    }
    Optional<Digest> found = digest(file);
    return found.isEmpty() || found.get().hex().equals(name.substring(0, dot))
        ? Optional.empty()
        : Optional.of(
            Finding.damage(
                subject, "its digest is " + found.get(), List.of(), repair ? "removed" : ""));
  }

  /** Empty when a pull has taken it away meanwhile. */
  private static Optional<Digest> digest(Path file) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[256 * 1024];
      for (int count; (count = in.read(buffer)) >= 0; ) {
        sha256.update(buffer, 0, count);
      }
      return Optional.of(Digest.of(sha256));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
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
