package dev.jdock.cli.command.image;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.registry.WebFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An archive that a web server has, read as it comes. */
final class WebArchive implements AutoCloseable {
  private static final int BODY_SHOWN = 1024;
  private static final int FAILURES = 400;

  private final WebFile file;

  private WebArchive(WebFile file) {
    this.file = file;
  }

  static boolean isAddress(String source) {
    return source.startsWith("http://") || source.startsWith("https://");
  }

  /**
   * @param environment the user's, for the proxies
   * @throws JdockException in Docker's words when the server does not give it
   */
  static WebArchive open(String url, Map<String, String> environment) {
    WebFile file = WebFile.open(url, environment);
    if (file.status() < FAILURES) {
      return new WebArchive(file);
    }
    try (file) {
      byte[] said = file.body().readNBytes(BODY_SHOWN);
      throw JdockException.invalid(
          "failed to GET %s with status %d: %s"
              .formatted(url, file.status(), new String(said, StandardCharsets.UTF_8).strip()));
    } catch (IOException e) {
      throw new JdockException(
          JdockException.Kind.UNAVAILABLE, "Get \"" + url + "\": " + e.getMessage(), e);
    }
  }

  InputStream body() {
    return file.body();
  }

  @Override
  public void close() {
    file.close();
  }
}
