package dev.jdock.image.build.files;

import dev.jdock.image.dockerfile.Instruction.Document;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.DiskSpace;
import dev.jdock.image.registry.WebFile;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that is not in the context, alone in a temporary folder: one that ADD fetched, readable by
 * its owner only, with the modification time that the server reports, or one whose content is in
 * the Dockerfile.
 */
public record Download(Path folder, String name) implements AutoCloseable {
  private static final int OK = 200;

  /**
   * @param environment the user's, for the proxies
   * @param epoch its date, null for the server's
   */
  public static Download fetch(
      String url, Path temporary, @Nullable Instant epoch, Map<String, String> environment)
      throws IOException, InterruptedException {
    try (WebFile answer = WebFile.open(url, environment)) {
      if (answer.status() != OK) {
        throw JdockException.invalid(
            "failed to load cache key: invalid response status " + answer.status());
      }
      return keep(answer, name(url), temporary, epoch);
    } catch (JdockException | InterruptedIOException e) {
      if (e instanceof InterruptedIOException || Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }

  /**
   * Writes what COPY and ADD take from a here-document, readable by all.
   *
   * @param epoch its date, null for now
   */
  public static Download document(Document document, Path temporary, @Nullable Instant epoch)
      throws IOException {
    return written(document, temporary, 0644, epoch);
  }

  /** Writes what RUN executes, executable by all, in a folder that all may enter. */
  public static Download script(Document document, Path temporary) throws IOException {
    Download script = written(document, temporary, 0755, null);
    try (Directory folder = Directory.open(script.folder())) {
      folder.setMode(".", 0755);
    }
    return script;
  }

  private static Download written(
      Document document, Path temporary, int mode, @Nullable Instant epoch) throws IOException {
    Path folder = Files.createTempDirectory(temporary, "document-");
    Path file = folder.resolve(document.name());
    Files.writeString(file, document.content());
    if (epoch != null) {
      Files.setLastModifiedTime(file, FileTime.from(epoch));
    }
    try (Directory parent = Directory.open(folder)) {
      parent.setMode(document.name(), mode);
    }
    return new Download(folder, document.name());
  }

  private static Download keep(WebFile answer, String name, Path temporary, @Nullable Instant epoch)
      throws IOException {
    Path folder = Files.createTempDirectory(temporary, "download-");
    Path file = folder.resolve(name);
    Files.copy(new DiskSpace(folder).guarding(answer.body()), file);
    Instant modified = epoch == null ? modified(answer) : epoch;
    Files.setLastModifiedTime(file, FileTime.from(modified));
    try (Directory parent = Directory.open(folder)) {
      parent.setMode(name, 0600);
    }
    return new Download(folder, name);
  }

  /** The name of a file that comes from an address. */
  public static String name(String url) {
    String path = URI.create(url).getPath();
    String name = path == null ? "" : Trees.nameOf(path);
    return name.isEmpty() || name.equals(".") || name.equals("..") ? "__unnamed__" : name;
  }

  private static Instant modified(WebFile answer) {
    String header = answer.header("Last-Modified").orElse("");
    try {
      return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** Where it lies. */
  public Path file() {
    return folder.resolve(name);
  }

  public SourceTree tree() {
    return SourceTree.context(folder, IgnorePatterns.none());
  }

  public SourceTree.Match match() {
    return new SourceTree.Match(name, name);
  }

  @Override
  public void close() {
    Path parent = folder.getParent();
    if (parent != null) {
      try (Directory above = Directory.open(parent)) {
        above.removeTree(folder.getFileName().toString());
      }
    }
  }
}
