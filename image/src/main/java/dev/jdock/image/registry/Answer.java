package dev.jdock.image.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/**
 * An answer whose body is still to be read; closing gives the connection up if it has not been.
 *
 * @param method of the request
 * @param uri where it came from, after redirects
 */
record Answer(String method, URI uri, int status, HttpHeaders headers, InputStream body)
    implements AutoCloseable {
  private static final int DRAINED = 16 << 10;

  static Answer of(String method, HttpResponse<? extends InputStream> response) {
    return new Answer(
        method, response.uri(), response.statusCode(), response.headers(), response.body());
  }

  boolean ok() {
    return status >= 200 && status < 300;
  }

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** The challenges of a 401. */
  List<Challenge> challenges() {
    return Challenge.parseAll(headers.allValues("WWW-Authenticate"));
  }

  /**
   * The whole body.
   *
   * @throws RegistryFailure when it is longer than {@code limit} bytes
   */
  byte[] bytes(int limit, String what) throws IOException {
    byte[] bytes = body.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw RegistryFailure.nonsense(what + " is larger than " + limit + " bytes");
    }
    return bytes;
  }

  /** Short rests are read, so that the connection can be used again. */
  @Override
  public void close() {
    try (body) {
      if (headers.firstValueAsLong("Content-Length").orElse(0) <= DRAINED) {
        body.skipNBytes(0);
        byte[] ignored = body.readNBytes(DRAINED);
        assert ignored.length <= DRAINED;
      }
    } catch (IOException e) {
      // The answer had been read as far as it matters.
      if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
