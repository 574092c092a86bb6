package dev.jdock.image.build;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A file that ADD fetched, alone in a temporary folder, readable by its owner only and dated as its
 * server says.
 */
record Download(Path folder, String name) implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final int OK = 200;

  static Download fetch(String url, Path temporary, @Nullable Instant epoch)
      throws IOException, InterruptedException {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw JdockException.invalid("invalid URL " + url);
    }
    Path folder = Files.createTempDirectory(temporary, "download-");
    String name = name(uri);
    Path file = folder.resolve(name);
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT_TIMEOUT)
            .build()) {
      HttpResponse<Path> response =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofFile(file));
      if (response.statusCode() != OK) {
        throw JdockException.invalid(
            "failed to load cache key: invalid response status " + response.statusCode());
      }
      Instant modified = epoch == null ? modified(response) : epoch;
      Files.setLastModifiedTime(file, FileTime.from(modified));
    }
    try (Directory parent = Directory.open(folder)) {
      parent.setMode(name, 0600);
    }
    return new Download(folder, name);
  }

  private static String name(URI uri) {
    String path = uri.getPath();
    String name = path == null ? "" : Trees.nameOf(path);
    return name.isEmpty() || name.equals(".") || name.equals("..") ? "__unnamed__" : name;
  }

  private static Instant modified(HttpResponse<?> response) {
    String header = response.headers().firstValue("Last-Modified").orElse("");
    try {
      return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  SourceTree tree() {
    return SourceTree.context(folder, IgnorePatterns.none());
  }

  SourceTree.Match match() {
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
