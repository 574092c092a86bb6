package dev.jdock.image.recorded;

import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code src/test/record-state} has recorded of a version: files as a jdock of that version
 * has written them. They are never changed, for there are users who have such files; a new version
 * gets a folder of its own beside them.
 */
public final class RecordedFiles {
  private final Path folder;

  /** Those of the module whose tests run. */
  public RecordedFiles(int version) {
    this.folder = Path.of("src/test/resources/records", Integer.toString(version));
  }

  /** A file of them, such as {@code plain/config.json}. */
  public Path path(String name) {
    return folder.resolve(name);
  }

  public byte[] read(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of all their names and contents. */
  public String digest() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString())
              .sorted()
              .toList();
      MessageDigest sha256 = Digest.sha256();
      for (String name : names) {
        sha256.update((name + "\0").getBytes(StandardCharsets.UTF_8));
        sha256.update(Digest.sha256().digest(read(name)));
      }
      return Digest.of(sha256).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
