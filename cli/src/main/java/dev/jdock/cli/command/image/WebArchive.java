package dev.jdock.cli.command.image;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An archive that a web server has, read as it comes. */
final class WebArchive implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final int BODY_SHOWN = 1024;
  private static final int FAILURES = 400;

  private final HttpClient client;
  private final InputStream body;

  private WebArchive(HttpClient client, InputStream body) {
    this.client = client;
    this.body = body;
  }

  static boolean isAddress(String source) {
    return source.startsWith("http://") || source.startsWith("https://");
  }

  /**
   * @throws JdockException in Docker's words when the server does not give it
   */
  static WebArchive open(String url) throws InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    try {
      HttpResponse<InputStream> response =
          client.send(
              HttpRequest.newBuilder(URI.create(url)).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() < FAILURES) {
        return new WebArchive(client, response.body());
      }
      byte[] said = response.body().readNBytes(BODY_SHOWN);
      throw JdockException.invalid(
          "failed to GET %s with status %d: %s"
              .formatted(
                  url, response.statusCode(), new String(said, StandardCharsets.UTF_8).strip()));
    } catch (IOException e) {
      client.shutdownNow();
      throw new JdockException(
          JdockException.Kind.UNAVAILABLE, "Get \"" + url + "\": " + reason(e), e);
    } catch (IllegalArgumentException e) {
      client.shutdownNow();
      throw new JdockException(
          JdockException.Kind.INVALID, "parse \"" + url + "\": " + e.getMessage(), e);
    } catch (JdockException | InterruptedException e) {
      client.shutdownNow();
      throw e;
    }
  }

  private static String reason(IOException e) {
    Throwable cause = e;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? "connection refused" : cause.getMessage();
  }

  InputStream body() {
    return body;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
